export const en = {
  title: 'Set up your second factor',
  start: {
    lead: 'You are about to connect an authenticator app with your account. It takes about two minutes.',
    needs: 'Have your phone at hand.',
    caution:
      'The link you followed is meant for you alone. Nobody from your organisation will ask you for it.',
    action: 'Start',
  },
  pin: {
    heading: 'Enter your PIN',
    lead: 'This link is protected. You were given the PIN another way, for example on the phone.',
    label: 'PIN',
    action: 'Continue',
    wrong: 'That PIN is not right. Please check it and try again.',
  },
  setup: {
    heading: 'Connect your app',
    account: 'Account',
    validUntil: (time: string) => `This link works until ${time}.`,
    install: 'Get an authenticator app',
    installLead:
      'Any app for one-time codes will do, such as Google Authenticator, Microsoft Authenticator, 2FAS or Aegis. If you have one already, go on.',
    add: 'Add your account to the app',
    scan: 'In the app choose “add account” or “+” and scan this picture.',
    scanElsewhere: 'If the app is on another phone, scan this picture with it.',
    picture: 'QR code with the key of your account',
    open: 'Open in my authenticator app',
    openHere: 'The app is on this device? Open it here',
    type: 'Or type this key into the app:',
    copyKey: 'Copy key',
    enter: 'Enter the code that the app shows',
    code: 'Code from the app',
    incomplete: 'Please enter all the digits that the app shows.',
    action: 'Confirm',
  },
  codes: {
    heading: 'Keep your backup codes',
    lead: 'Your app is connected. If you ever lose your phone, each of these codes signs you in once. They are shown only now: put them somewhere safe.',
    list: 'Backup codes',
    copy: 'Copy',
    download: 'Download',
    print: 'Print',
    action: 'I have kept them',
    file: (issuer: string, name: string, codes: string) =>
      `Backup codes: ${issuer}, ${name}\nEach code works once. Keep them in a safe place.\n\n${codes}\n`,
    fileName: 'backup-codes.txt',
  },
  done: {
    heading: 'All set',
    lead: 'From now on you sign in with a code of your app. You can close this page.',
  },
  gone: {
    heading: 'This link does not work any more',
    lead: 'It has been used already, has expired, or was replaced by a newer one.',
    finished:
      'If your app already shows codes for this account and you have finished the setup, there is nothing left to do.',
    next: 'Otherwise ask your help desk or administrator for a new link.',
  },
  unsure: {
    heading: 'Your app is probably connected',
    lead: 'The connection broke while your code was being accepted, so the backup codes cannot be shown any more.',
    next: 'Sign in with a code of your app. If that works, ask your help desk for new backup codes, otherwise for a new link.',
  },
  missing: {
    heading: 'Please open the link in your message again',
    lead: 'For your safety this page remembers the link only while it is open: after a reload it has to be opened again.',
    next: 'Nothing is lost. Go back to the message and follow the link once more.',
  },
  copied: 'Copied',
  notCopied: 'Copying is not possible here. Please select the text.',
  busy: 'One moment …',
  problems: {
    code: 'This code is not right. Enter the one the app shows now. If it keeps failing, set the clock of your phone to automatic.',
    attempts: (count: number) => (count === 1 ? 'One attempt is left.' : `${count} attempts are left.`),
    wait: (time: string) => `Too many attempts. Please try again in ${time}.`,
    waitUnknown: 'Too many attempts. Please try again later.',
    offline: 'No connection. Nothing is lost: check your network and try again.',
    disabled: 'Your account is disabled. Please turn to your help desk.',
    other: 'That did not work. Please try again in a moment.',
    reference: (id: string) => `If it keeps failing, tell your help desk this reference: ${id}`,
  },
};

export type Texts = typeof en;
