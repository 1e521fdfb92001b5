import type { Language } from './template.ts';

export const en: Language = {
  tag: 'en',
  greeting: ({ displayName }) => `Hello ${displayName},`,
  notYou: 'If this was not you, or you did not ask for it, tell your help desk now.',
  text: ({ issuer, code = '', transaction }) =>
    `${code} is your code for ${issuer}.${transaction ? ` It approves: ${transaction}` : ''} Never tell it to anyone.`,
  templates: {
    code: ({ issuer, code = '', time, transaction }) => ({
      subject: `Your code for ${issuer}`,
      paragraphs: [
        `your code is ${code}`,
        ...(transaction ? [`It approves: ${transaction}`] : []),
        `It is good until ${time} and for one use. Never tell it to anyone.`,
      ],
    }),
    'setup-link': ({ issuer, time, pin }) => ({
      subject: `Set up your authenticator for ${issuer}`,
      paragraphs: [
        `to sign in to ${issuer} you need an authenticator app on your phone. The link below leads you through it.`,
        ...(pin ? ['You will be asked for the PIN that you were given another way.'] : []),
        `The link is meant for you alone and works until ${time}, or until you have finished.`,
      ],
      button: 'Set up my authenticator',
    }),
    enrolled: ({ issuer, time }) => ({
      subject: `Your authenticator for ${issuer} is set up`,
      paragraphs: [
        `an authenticator was set up for your account on ${time}. Keep your backup codes in a safe place.`,
      ],
    }),
    reset: ({ issuer, time }) => ({
      subject: `Your two-factor enrollment for ${issuer} was reset`,
      paragraphs: [
        `an operator removed your authenticator and all backup codes on ${time}.`,
        'At your next sign-in you will set up an authenticator again.',
      ],
    }),
    'access-restored': ({ issuer, time }) => ({
      subject: `Your access to ${issuer} was restored`,
      paragraphs: [`an operator restored the access of your account on ${time}.`],
    }),
    'key-replaced': ({ issuer, time }) => ({
      subject: `Your authenticator key for ${issuer} was replaced`,
      paragraphs: [
        `an operator made a new key for your authenticator app on ${time}. Codes of an earlier key do not work any more.`,
      ],
    }),
    'key-revealed': ({ issuer, time }) => ({
      subject: `Your authenticator key for ${issuer} was displayed`,
      paragraphs: [`an operator displayed the key of your authenticator app on ${time}.`],
    }),
    'backup-codes-recreated': ({ issuer, time }) => ({
      subject: `You have new backup codes for ${issuer}`,
      paragraphs: [
        `new backup codes were made for your account on ${time}. The earlier ones do not work any more.`,
      ],
    }),
    'backup-code-used': ({ issuer, time, remaining = 0 }) => ({
      subject: `A backup code for ${issuer} was used`,
      paragraphs: [
        `somebody signed in to your account with a backup code on ${time}.`,
        remaining <= 2
          ? `You have only ${remaining} left: ask for a new set soon.`
          : `You have ${remaining} left.`,
      ],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Many wrong codes for your account at ${issuer}`,
      paragraphs: [
        `there were so many wrong codes for your account that it has to wait, since ${time}.`,
        'Who tried them probably knows your password: change it.',
      ],
    }),
  },
};
