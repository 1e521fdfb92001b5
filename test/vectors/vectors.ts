/** Published test vectors, copied from the documents they are named for. */

/** RFC 4226 appendix D: secret `12345678901234567890`, count, truncated value, code, HMAC. */
export const rfc4226 = {
  secret: '12345678901234567890',
  codes: [
    [0, 1_284_755_224, '755224', 'cc93cf18508d94934c64b65d8ba7667fb7cde4b0'],
    [1, 1_094_287_082, '287082', '75a48a19d4cbe100644e8ac1397eea747a2d33ab'],
    [2, 137_359_152, '359152', '0bacb7fa082fef30782211938bc1c5e70416ff44'],
    [3, 1_726_969_429, '969429', '66c28227d03a2d5529262ff016a1e6ef76557ece'],
    [4, 1_640_338_314, '338314', 'a904c900a64b35909874b33e61c5938a8e15ed1c'],
    [5, 868_254_676, '254676', 'a37e783d7b7233c083d4f62926c7a25f238d0316'],
    [6, 1_918_287_922, '287922', 'bc9cd28561042c83f219324d3c607256c03272ae'],
    [7, 82_162_583, '162583', 'a4fb960c0bc06e1eabb804e5b397cdc4b45596fa'],
    [8, 673_399_871, '399871', '1b3c89f65e6c9e883012052823443f048b4332db'],
    [9, 645_520_489, '520489', '1637409809a679dc698207310c8c7fc07290d9e5'],
  ],
} as const;

/**
 * RFC 6238 appendix B: time, time step, and the code of each hash. The secrets are those of the reference
 * implementation (erratum 2866): 20, 32 and 64 bytes.
 */
export const rfc6238 = {
  secrets: {
    SHA1: '12345678901234567890',
    SHA256: '12345678901234567890123456789012',
    SHA512: '1234567890123456789012345678901234567890123456789012345678901234',
  },
  codes: [
    [59, 0x1, { SHA1: '94287082', SHA256: '46119246', SHA512: '90693936' }],
    [1_111_111_109, 0x23523ec, { SHA1: '07081804', SHA256: '68084774', SHA512: '25091201' }],
    [1_111_111_111, 0x23523ed, { SHA1: '14050471', SHA256: '67062674', SHA512: '99943326' }],
    [1_234_567_890, 0x273ef07, { SHA1: '89005924', SHA256: '91819424', SHA512: '93441116' }],
    [2_000_000_000, 0x3f940aa, { SHA1: '69279037', SHA256: '90698825', SHA512: '38618901' }],
    [20_000_000_000, 0x27bc86aa, { SHA1: '65353130', SHA256: '77737706', SHA512: '47863826' }],
  ],
} as const;

/** RFC 4648 section 10, base 32: text and its encoding. */
export const rfc4648 = [
  ['', ''],
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
] as const;
