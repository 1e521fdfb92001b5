export const en = {
  title: 'Set up your second factor',
  start: {
    lead: 'You are about to connect an authenticator app to your account. It takes about two minutes.',
    needs: 'Have your phone at hand.',
    caution:
      'The link you followed is meant for you alone. Nobody from your organisation will ask you for it.',
    action: 'Start',
  },
  pin: {
    heading: 'Enter your PIN',
    lead: 'This link is protected. You received the PIN through another channel, for example by phone.',
    label: 'PIN',
    action: 'Continue',
    wrong: 'That PIN is wrong. Check it and try again.',
  },
  setup: {
    heading: 'Connect your app',
    validUntil: (time: string) => `This link works until ${time}.`,
    install: 'Get an authenticator app',
    installLead:
      'Any app for one-time codes will do, such as Google Authenticator, Microsoft Authenticator, 2FAS or Aegis. Already have one? Skip to step 2.',
    add: 'Add your account to the app',
    enter: 'Enter the code that the app shows',
  },
  codes: {
    heading: 'Keep your backup codes',
    lead: 'Your app is connected. If you lose your phone, you can sign in once with each of these codes. They are shown only once, so save them in a safe place.',
  },
  done: {
    heading: 'All set',
    lead: 'From now on, sign in with a code from your app. You can close this page.',
  },
  gone: {
    heading: 'This link does not work any more',
    lead: 'It was already used, has expired, or was replaced by a newer link.',
    finished:
      'If your app already shows codes for this account and you have finished the setup, there is nothing left to do.',
    next: 'Otherwise ask your help desk or administrator for a new link.',
  },
  unsure: {
    heading: 'Your app is probably connected',
    lead: 'The connection was lost while your code was being accepted, so the backup codes can no longer be shown.',
    next: 'Sign in with a code from your app. If that works, ask your help desk for new backup codes, otherwise for a new link.',
  },
  missing: {
    heading: 'Please open the link in your message again',
    lead: 'For your security, this page remembers the link only while it is open. After a reload, open the link again.',
    next: 'Nothing is lost. Go back to the message and follow the link once more.',
  },
};

export type Texts = typeof en;
