import { inLanguage } from '../../../../shared/language.ts';

export const eventsTexts = inLanguage({
  en: {
    title: 'Events',
    description: 'Everything that happened to this user, newest first.',
    type: 'Event',
    any: 'All events',
    columns: { at: 'Time', type: 'Event', actor: 'By', reason: 'Reason', details: 'Details' },
    empty: 'No events',
    emptyHint: 'Nothing of this kind has happened to this user yet.',
    soFar: 'No match so far',
    soFarHint: 'Older events have not been searched yet.',
    lookOn: 'Load older events',
  },
  de: {
    title: 'Ereignisse',
    description: 'Alles, was diesem Benutzer geschah, das Neueste zuerst.',
    type: 'Ereignis',
    any: 'Alle Ereignisse',
    columns: { at: 'Zeit', type: 'Ereignis', actor: 'Durch', reason: 'Grund', details: 'Einzelheiten' },
    empty: 'Keine Ereignisse',
    emptyHint: 'Nichts dieser Art ist diesem Benutzer bisher geschehen.',
    soFar: 'Bisher kein Treffer',
    soFarHint: 'Ältere Ereignisse wurden noch nicht durchsucht.',
    lookOn: 'Ältere Ereignisse laden',
  },
});
