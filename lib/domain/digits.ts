/** Uniform decimal digits: bytes that would make some digits likelier are drawn again. */
export function randomDigits(count: number, random: (bytes: number) => Uint8Array): string {
  let digits = '';
  while (digits.length < count) {
    for (const byte of random(count)) if (byte < 250 && digits.length < count) digits += byte % 10;
  }
  return digits;
}
