import type { Language } from './template.ts';

const named = (label: string | undefined): string => (label ? `the token “${label}”` : 'a token');

export const en: Language = {
  tag: 'en',
  greeting: ({ displayName }) => `Hello ${displayName},`,
  notYou: 'If this was not you, or you did not ask for it, tell your help desk now.',
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
    enrolled: ({ issuer, time, hasNewCodes, openings }) => ({
      subject: `Your authenticator for ${issuer} is set up`,
      paragraphs: [
        `an authenticator was set up for your account on ${time}.`,
        ...(hasNewCodes ? ['You were given backup codes with it. Keep them in a safe place.'] : []),
        ...(openings
          ? [
              `The link in our mail was opened ${openings} times. Mail scanners do that too. Ask your help desk if the authenticator is not yours.`,
            ]
          : []),
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
    'backup-code-used': ({ issuer, time, backupCodesRemaining: left = 0, few }) => ({
      subject: `A backup code for ${issuer} was used`,
      paragraphs: [
        `somebody signed in to your account with a backup code on ${time}.`,
        left === 0
          ? 'You have 0 left, for this was the last one: ask for a new set now.'
          : few
            ? `You have only ${left} left: ask for a new set soon.`
            : `You have ${left} left.`,
      ],
    }),
    'account-changed': ({ issuer, time, fields = [] }) => ({
      subject: `Your account at ${issuer} was changed`,
      paragraphs: [
        `your account was changed on ${time}.`,
        ...(fields.includes('email')
          ? ['The e-mail address that messages like this one go to is another.']
          : []),
        ...(fields.includes('phone') ? ['The phone number of the account is another.'] : []),
        ...(fields.includes('twoFactorRequired')
          ? ['Whether you need a second factor to sign in was changed.']
          : []),
      ],
    }),
    'user-renamed': ({ issuer, time, userId }) => ({
      subject: `Your user ID for ${issuer} was changed`,
      paragraphs: [
        `An operator changed the user ID of your account on ${time}. It is now ${userId}. Your authenticator and your backup codes stay the same.`,
      ],
    }),
    'account-enabled': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} was enabled`,
      paragraphs: [`an operator enabled your account on ${time}: you can sign in again.`],
    }),
    'account-disabled': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} was disabled`,
      paragraphs: [
        `an operator disabled your account on ${time}. Nobody can sign in to it until it is enabled.`,
      ],
    }),
    expired: ({ issuer, time }) => ({
      subject: `Your time to set up an authenticator for ${issuer} is over`,
      paragraphs: [
        `no authenticator was set up for your account in time, as of ${time}.`,
        'Ask your help desk to reset the enrollment before you sign in again.',
      ],
    }),
    'expired-disabled': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} was disabled: no authenticator`,
      paragraphs: [
        `no authenticator was set up for your account in time, so it was disabled on ${time}.`,
        'Ask your help desk to restore your access.',
      ],
    }),
    'token-enrolled': ({ issuer, time, label }) => ({
      subject: `A token was added to your account at ${issuer}`,
      paragraphs: [`an operator added ${named(label)} to your account on ${time}. You can sign in with it.`],
    }),
    'token-changed': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was changed`,
      paragraphs: [`${named(label)} of your account was changed on ${time}.`],
    }),
    'token-disabled': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was disabled`,
      paragraphs: [
        `${named(label)} of your account was disabled on ${time}. Its codes are not accepted any more.`,
      ],
    }),
    'token-enabled': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was enabled`,
      paragraphs: [`${named(label)} of your account was enabled on ${time}. Its codes are accepted again.`],
    }),
    'token-deleted': ({ issuer, time }) => ({
      subject: `A token of your account at ${issuer} was deleted`,
      paragraphs: [`a token of your account was deleted on ${time}. Its codes are not accepted any more.`],
    }),
    'token-reset': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was reset`,
      paragraphs: [`${named(label)} of your account was brought in step with the service again on ${time}.`],
    }),
    'token-replaced': ({ issuer, time }) => ({
      subject: `A token of your account at ${issuer} was replaced`,
      paragraphs: [
        `the way in which codes are sent to you was brought up to date on ${time}.`,
        'They go to the same number or address as before; there is nothing you have to do.',
      ],
    }),
    'lost-token-issued': ({ issuer, time, label, until = '' }) => ({
      subject: `A code in place of your lost token for ${issuer}`,
      paragraphs: [
        `an operator disabled ${named(label)} on ${time} and made a code that takes its place. It is good until ${until}.`,
        'You were given the code another way. Never tell it to anyone. If you find the token, tell your help desk.',
      ],
    }),
    'lost-token-revoked': ({ issuer, time }) => ({
      subject: `The code in place of your lost token for ${issuer} was ended`,
      paragraphs: [
        `the code that took the place of your lost token is not accepted any more, since ${time}.`,
      ],
    }),
    'lost-token-used': ({ issuer, time }) => ({
      subject: `The code in place of your lost token for ${issuer} was used`,
      paragraphs: [`somebody signed in to your account with the code for your lost token on ${time}.`],
    }),
    'bypass-granted': ({ issuer, time, until = '' }) => ({
      subject: `Your account at ${issuer} does without a second factor for now`,
      paragraphs: [
        `an operator let your account sign in without a second factor on ${time}. That holds until ${until}.`,
        'Until then your password is all that protects it.',
      ],
    }),
    'bypass-used': ({ issuer, time }) => ({
      subject: `A sign-in to ${issuer} without a second factor`,
      paragraphs: [
        `somebody signed in to your account without a second factor on ${time}, as an operator allowed.`,
      ],
    }),
    'bypass-ended': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} needs a second factor again`,
      paragraphs: [`your account needs a second factor again, since ${time}.`],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Many wrong codes for your account at ${issuer}`,
      paragraphs: [
        `there were so many wrong codes for your account that it has to wait, since ${time}.`,
        'Who tried them probably knows your password: change it.',
      ],
    }),
    'notices-held-back': ({ issuer, time }) => ({
      subject: `A lot has changed in your account at ${issuer} today`,
      paragraphs: [
        `so much has happened in your account that since ${time} not every change of today is mailed to you.`,
        'Your page shows everything that happened. If you do not know why, tell your help desk.',
      ],
    }),
  },
};
