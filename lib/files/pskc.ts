import { type DeviceRow, deviceOf, type KeyedDevice, refuseDevice, rowOf } from '../domain/hardware.ts';
import { Problem } from '../domain/problems.ts';
import { base64, type OpenValue, openerOf, type SharedWithSender } from './pskc-keys.ts';
import { at, attributeOf, childrenOf, namesIn, readXml, textAt } from './xml.ts';

const algorithm =
  /^(?:urn:ietf:params:xml:ns:keyprov:pskc|http:\/\/www\.ietf\.org\/keyprov\/pskc)[:#](hotp|totp)$/i;

/** The number of steps that the verification allows a device's clock to be off. */
const mostDrift = 3;

/**
 * Reads a Portable Symmetric Key Container (RFC 6030): plain values, values encrypted with a pre-shared key, or with
 * one derived from a password. A signature over the whole container is not checked.
 *
 * @throws Problem `invalid-request` if it is not such a document; a faulty device is reported in its own row
 */
export async function readPskc(document: string, shared: SharedWithSender): Promise<DeviceRow[]> {
  const container = at(readXml(document), 'KeyContainer');
  if (!/^1\.\d+$/.test(attributeOf(container, 'Version') ?? '')) {
    throw new Problem('invalid-request', 'The document is not a KeyContainer of version 1 (RFC 6030).');
  }
  const open = await openerOf(container, shared);
  return childrenOf(container, 'KeyPackage').map((entry, i) =>
    rowOf(i + 1, reportedSerial(entry), () => readPackage(entry, open)),
  );
}

function reportedSerial(entry: unknown): string | undefined {
  const [info] = childrenOf(entry, 'DeviceInfo');
  const [serial] = childrenOf(info, 'SerialNo');
  return typeof serial === 'string' ? serial : undefined;
}

function readPackage(entry: unknown, open: OpenValue): KeyedDevice {
  const info = at(entry, 'DeviceInfo');
  const key = at(entry, 'Key');
  const kind = algorithm.exec(attributeOf(key, 'Algorithm') ?? '')?.[1];
  if (!kind) refuseDevice('the algorithm of its key is neither HOTP nor TOTP');
  const policy = at(key, 'Policy');
  checkPolicy(policy);
  const parameters = at(key, 'AlgorithmParameters');
  const data = at(key, 'Data');
  checkDrift(plain(data, 'TimeDrift'));
  return deviceOf({
    serial: textAt(info, 'SerialNo') ?? refuseDevice('it has no serial number (SerialNo)'),
    kind,
    key: secretIn(data, open),
    digits: digitsIn(at(parameters, 'ResponseFormat')),
    algorithm: textAt(parameters, 'Suite'),
    ...(kind.toLowerCase() === 'totp'
      ? { period: plain(data, 'TimeInterval') }
      : { counter: plain(data, 'Counter') }),
    manufacturer: textAt(info, 'Manufacturer'),
    model: textAt(info, 'Model'),
    startsAt: [textAt(info, 'StartDate'), textAt(policy, 'StartDate')],
    expiresAt: [textAt(info, 'ExpiryDate'), textAt(policy, 'ExpiryDate')],
  });
}

function secretIn(data: unknown, open: OpenValue): Uint8Array {
  const secret = at(data, 'Secret');
  const encrypted = at(secret, 'EncryptedValue');
  if (encrypted !== undefined) return open(encrypted, textAt(secret, 'ValueMAC'));
  const value = textAt(secret, 'PlainValue');
  if (value === undefined) refuseDevice('it has no key of its own (Data/Secret)');
  return base64(value) ?? refuseDevice('its key is not base 64');
}

function plain(data: unknown, name: string): string | undefined {
  if (at(data, name, 'EncryptedValue') !== undefined) refuseDevice(`its ${name} is encrypted`);
  return textAt(data, name, 'PlainValue');
}

function digitsIn(format: unknown): string | undefined {
  if (format === undefined) return undefined;
  if (attributeOf(format, 'Encoding') !== 'DECIMAL') refuseDevice('its codes are not decimal');
  const check = attributeOf(format, 'CheckDigits') ?? attributeOf(format, 'CheckDigit') ?? 'false';
  if (check !== 'false' && check !== '0') refuseDevice('its codes carry a check digit');
  return attributeOf(format, 'Length');
}

/** RFC 6030 section 5: a key whose policy is not understood, or cannot be followed, must not be used. */
function checkPolicy(policy: unknown): void {
  const kept = ['StartDate', 'ExpiryDate', 'PINPolicy', 'KeyUsage'];
  if (namesIn(policy).some((name) => !kept.includes(name))) {
    refuseDevice('its policy has requirements that this service cannot meet');
  }
  const usages = childrenOf(policy, 'KeyUsage');
  if (usages.length > 0 && !usages.includes('OTP'))
    refuseDevice('its policy does not allow one-time passwords');
  const pin = at(policy, 'PINPolicy');
  if (pin !== undefined && (attributeOf(pin, 'PINUsageMode') ?? 'Local') !== 'Local') {
    refuseDevice('its policy requires a PIN as part of the code');
  }
}

function checkDrift(said: string | undefined): void {
  if (said !== undefined && !(Math.abs(Number(said)) <= mostDrift)) {
    refuseDevice(`its clock is off by more than ${mostDrift} intervals`);
  }
}
