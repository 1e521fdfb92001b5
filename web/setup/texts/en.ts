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
    validUntil: (time: string) => `This link works until ${time}.`,
    install: 'Get an authenticator app',
    installLead:
      'Any app for one-time codes will do, such as Google Authenticator, Microsoft Authenticator, 2FAS or Aegis. If you have one already, go on.',
    add: 'Add your account to the app',
    enter: 'Enter the code that the app shows',
  },
  codes: {
    heading: 'Keep your backup codes',
    lead: 'Your app is connected. If you ever lose your phone, each of these codes signs you in once. They are shown only now: put them somewhere safe.',
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
};

export type Texts = typeof en;
