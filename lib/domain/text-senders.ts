/** The sender that texts come from. */
export interface TextSenders {
  /** Shown instead of a number, where a country allows it. */
  readonly senderId: string;
  /** A number of yours, by the calling code of the numbers that it texts to. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** The number that texts to another one come from; without one they come from the sender id. */
export const numberFor = ({ numbers }: TextSenders, to: string): string | undefined =>
  Object.entries(numbers)
    .filter(([callingCode]) => to.startsWith(callingCode))
    .sort(([one], [other]) => other.length - one.length)[0]?.[1];

/** Countries that show no sender id: a text to them needs a number. (AWS End User Messaging, sender IDs) */
const withoutSenderIds: Readonly<Record<string, string>> = { US: '+1', CA: '+1', PR: '+1', CN: '+86' };

/** Countries in which a sender id is registered before it is used. (AWS End User Messaging, registrations) */
const registering = [
  ...['AE', 'AU', 'BY', 'EG', 'FI', 'GB', 'ID', 'IE', 'IN', 'JO', 'KE', 'KW', 'KZ'],
  ...['LK', 'PH', 'QA', 'RU', 'SA', 'SG', 'TH', 'TR', 'VN', 'ZM'],
];

export interface TextCountries extends TextSenders {
  readonly countries: readonly string[];
  /** Where the sender id is registered. */
  readonly registered: readonly string[];
}

/** The countries that texts may be sent to, and where they will not arrive as things are. */
export const unpreparedCountries = ({ countries, numbers, registered }: TextCountries) => ({
  withoutNumber: countries.filter((country) => {
    const callingCode = withoutSenderIds[country];
    return callingCode !== undefined && numberFor({ senderId: '', numbers }, callingCode) === undefined;
  }),
  unregistered: countries.filter((country) => registering.includes(country) && !registered.includes(country)),
});
