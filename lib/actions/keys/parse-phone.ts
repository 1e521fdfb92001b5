import parsePhoneNumber from 'libphonenumber-js/max';
import { config } from '../../../infra.config.ts';
import { maskPhone } from '../../domain/masking.ts';
import { invalidFields, type Problem } from '../../domain/problems.ts';
import type { Contact } from './contacts.ts';

const invalid = (path: string, message: string): Problem => invalidFields([{ path, message }]);

/** @throws Problem `invalid-request` unless it is a mobile number of a country that gets text messages */
export function phoneContact(typed: string): Contact {
  const parsed = parsePhoneNumber(typed);
  const type = parsed?.getType();
  const mobile = type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
  if (!parsed?.isValid() || !mobile) throw invalid('phone', 'must be a mobile number with its country code');
  const countries: readonly string[] = config.sms.countries;
  if (!countries.includes(parsed.country ?? '')) {
    throw invalid('phone', 'belongs to a country that gets no text messages');
  }
  return {
    kind: 'phone',
    address: parsed.number,
    masked: maskPhone(parsed.number, parsed.countryCallingCode),
    ...(parsed.country ? { area: parsed.country } : {}),
  };
}
