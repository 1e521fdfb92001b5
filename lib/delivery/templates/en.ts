import type { Language } from './template.ts';

const named = (label: string | undefined): string => (label ? `the token “${label}”` : 'a token');

export const en: Language = {
  tag: 'en',
  greeting: ({ displayName }) => `Hello ${displayName},`,
  notYou: 'If you did not do or request this, contact your help desk now.',
  templates: {
    code: ({ issuer, code = '', time, transaction }) => ({
      subject: `Your code for ${issuer}`,
      paragraphs: [
        `Your code is ${code}`,
        ...(transaction ? [`It approves: ${transaction}`] : []),
        `It works once, until ${time}. Never share it with anyone.`,
      ],
    }),
    'setup-link': ({ issuer, time, pin }) => ({
      subject: `Set up your authenticator for ${issuer}`,
      paragraphs: [
        `To sign in to ${issuer} you need an authenticator app on your phone. The link below guides you through the setup.`,
        ...(pin ? ['You will be asked for the PIN that you received through another channel.'] : []),
        `The link is for you only. It works until ${time} or until you finish the setup.`,
      ],
      button: 'Set up my authenticator',
    }),
    enrolled: ({ issuer, time, hasNewCodes, openings }) => ({
      subject: `Your authenticator for ${issuer} is set up`,
      paragraphs: [
        `An authenticator was set up for your account on ${time}.`,
        ...(hasNewCodes ? ['You also received backup codes. Keep them in a safe place.'] : []),
        ...(openings
          ? [
              `The link in our mail was opened ${openings} times. Mail scanners open links too. Contact your help desk if the authenticator is not yours.`,
            ]
          : []),
      ],
    }),
    reset: ({ issuer, time }) => ({
      subject: `Your two-factor enrollment for ${issuer} was reset`,
      paragraphs: [
        `An operator removed your authenticator and all backup codes on ${time}.`,
        'You will set up an authenticator again at your next sign-in.',
      ],
    }),
    'access-restored': ({ issuer, time }) => ({
      subject: `Your access to ${issuer} was restored`,
      paragraphs: [`An operator restored access to your account on ${time}.`],
    }),
    'key-replaced': ({ issuer, time }) => ({
      subject: `Your authenticator key for ${issuer} was replaced`,
      paragraphs: [
        `An operator created a new key for your authenticator app on ${time}. Codes from the old key no longer work.`,
      ],
    }),
    'key-revealed': ({ issuer, time }) => ({
      subject: `Your authenticator key for ${issuer} was displayed`,
      paragraphs: [`An operator displayed the key of your authenticator app on ${time}.`],
    }),
    'backup-codes-recreated': ({ issuer, time }) => ({
      subject: `You have new backup codes for ${issuer}`,
      paragraphs: [
        `New backup codes were generated for your account on ${time}. The old ones no longer work.`,
      ],
    }),
    'backup-code-used': ({ issuer, time, backupCodesRemaining: left = 0, few }) => ({
      subject: `A backup code for ${issuer} was used`,
      paragraphs: [
        `Someone signed in to your account with a backup code on ${time}.`,
        left === 0
          ? 'That was your last backup code, so you have 0 left. Generate new ones now.'
          : few
            ? `You have only ${left} left. Generate new ones soon.`
            : `You have ${left} left.`,
      ],
    }),
    'account-changed': ({ issuer, time, fields = [] }) => ({
      subject: `Your account at ${issuer} was changed`,
      paragraphs: [
        `Your account was changed on ${time}.`,
        ...(fields.includes('email') ? ['Your notification email address was changed.'] : []),
        ...(fields.includes('phone') ? ['Your phone number was changed.'] : []),
        ...(fields.includes('twoFactorRequired')
          ? ['The requirement for a second factor at sign-in was changed.']
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
      paragraphs: [`An operator enabled your account on ${time}. You can sign in again.`],
    }),
    'account-disabled': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} was disabled`,
      paragraphs: [
        `An operator disabled your account on ${time}. Nobody can sign in to it until an operator enables it.`,
      ],
    }),
    expired: ({ issuer, time }) => ({
      subject: `Your time to set up an authenticator for ${issuer} has run out`,
      paragraphs: [
        `You did not set up an authenticator in time. Your enrollment expired on ${time}.`,
        'Ask your help desk to reset the enrollment before you sign in again.',
      ],
    }),
    'expired-disabled': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} was disabled: no authenticator`,
      paragraphs: [
        `You did not set up an authenticator in time, so your account was disabled on ${time}.`,
        'Ask your help desk to restore your access.',
      ],
    }),
    'token-enrolled': ({ issuer, time, label }) => ({
      subject: `A token was added to your account at ${issuer}`,
      paragraphs: [`An operator added ${named(label)} to your account on ${time}. You can sign in with it.`],
    }),
    'token-changed': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was changed`,
      paragraphs: [`On ${time}, ${named(label)} of your account was changed.`],
    }),
    'token-disabled': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was disabled`,
      paragraphs: [`On ${time}, ${named(label)} of your account was disabled. Its codes no longer work.`],
    }),
    'token-enabled': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was enabled`,
      paragraphs: [`On ${time}, ${named(label)} of your account was enabled. Its codes work again.`],
    }),
    'token-deleted': ({ issuer, time }) => ({
      subject: `A token of your account at ${issuer} was deleted`,
      paragraphs: [`A token of your account was deleted on ${time}. Its codes no longer work.`],
    }),
    'token-reset': ({ issuer, time, label }) => ({
      subject: `A token of your account at ${issuer} was resynchronised`,
      paragraphs: [`On ${time}, ${named(label)} of your account was resynchronised with the service.`],
    }),
    'token-replaced': ({ issuer, time }) => ({
      subject: `The way you receive codes for ${issuer} was updated`,
      paragraphs: [
        `The way you receive codes was updated on ${time}.`,
        'Codes go to the same number or address as before. You do not have to do anything.',
      ],
    }),
    'lost-token-issued': ({ issuer, time, label, until = '' }) => ({
      subject: `A replacement code for your lost token for ${issuer}`,
      paragraphs: [
        `An operator disabled ${named(label)} on ${time} and issued a replacement code. The code works until ${until}.`,
        'You received the code through another channel. Never share it with anyone. If you find the token, contact your help desk.',
      ],
    }),
    'lost-token-revoked': ({ issuer, time }) => ({
      subject: `The replacement code for your lost token for ${issuer} was revoked`,
      paragraphs: [`The replacement code for your lost token was revoked on ${time}. It no longer works.`],
    }),
    'lost-token-used': ({ issuer, time }) => ({
      subject: `The replacement code for your lost token for ${issuer} was used`,
      paragraphs: [
        `Someone signed in to your account with the replacement code for your lost token on ${time}.`,
      ],
    }),
    'bypass-granted': ({ issuer, time, until = '' }) => ({
      subject: `Your account at ${issuer} temporarily needs no second factor`,
      paragraphs: [
        `On ${time}, an operator allowed you to sign in without a second factor until ${until}.`,
        'Until then, only your password protects your account.',
      ],
    }),
    'bypass-used': ({ issuer, time }) => ({
      subject: `A sign-in to ${issuer} without a second factor`,
      paragraphs: [
        `Someone signed in to your account without a second factor on ${time}. An operator had allowed this.`,
      ],
    }),
    'bypass-ended': ({ issuer, time }) => ({
      subject: `Your account at ${issuer} needs a second factor again`,
      paragraphs: [`Your account has needed a second factor again since ${time}.`],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Many wrong codes for your account at ${issuer}`,
      paragraphs: [
        `Too many wrong codes were entered for your account. It has been temporarily blocked since ${time}.`,
        'If this was not you, someone may know your password. Change it.',
      ],
    }),
    'notices-held-back': ({ issuer, time }) => ({
      subject: `A lot has changed in your account at ${issuer} today`,
      paragraphs: [
        `There have been many changes to your account today. Since ${time}, you do not get a mail for every one of them.`,
        'Your page shows everything that happened. If you do not know why, contact your help desk.',
      ],
    }),
  },
};
