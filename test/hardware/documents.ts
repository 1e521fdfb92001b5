import { createCipheriv, createHmac } from 'node:crypto';

/** The key of RFC 6030's examples, and of RFC 4226's test values. */
export const exampleKey = Buffer.from('12345678901234567890');

const namespaces = [
  'xmlns="urn:ietf:params:xml:ns:keyprov:pskc"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  'xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"',
  'xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"',
  'xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#"',
].join(' ');

export const container = (...parts: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<KeyContainer Version="1.0" ${namespaces}>${parts.join('\n')}</KeyContainer>`;

interface Package {
  readonly serial?: string;
  readonly kind?: string;
  readonly length?: number | string;
  readonly format?: string;
  readonly suite?: string;
  readonly secret?: string;
  readonly data?: string;
  readonly policy?: string;
  readonly info?: string;
}

/** One key package, as in figure 3 of RFC 6030 unless said otherwise. */
export const keyPackage = ({
  serial = '987654321',
  kind = 'urn:ietf:params:xml:ns:keyprov:pskc:hotp',
  length = 8,
  format = `<ResponseFormat Length="${length}" Encoding="DECIMAL"/>`,
  suite = '',
  secret = plainSecret(exampleKey),
  data = kind.endsWith('hotp') ? '<Counter><PlainValue>0</PlainValue></Counter>' : '',
  policy = '',
  info = '',
}: Package = {}): string => `
  <KeyPackage>
    <DeviceInfo>
      <Manufacturer>Manufacturer</Manufacturer>${serial && `<SerialNo>${serial}</SerialNo>`}${info}
    </DeviceInfo>
    <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
    <Key Id="12345678" Algorithm="${kind}">
      <Issuer>Issuer</Issuer>
      <AlgorithmParameters>${suite && `<Suite>${suite}</Suite>`}${format}</AlgorithmParameters>
      <Data><Secret>${secret}</Secret>${data}</Data>
      ${policy && `<Policy>${policy}</Policy>`}
    </Key>
  </KeyPackage>`;

export const plainSecret = (key: Uint8Array): string =>
  `<PlainValue>${Buffer.from(key).toString('base64')}\n</PlainValue>`;

export const encrypted = (
  cipherText: string,
  method = 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
): string =>
  `<xenc:EncryptionMethod Algorithm="${method}"/>
   <xenc:CipherData><xenc:CipherValue>\n    ${cipherText}\n  </xenc:CipherValue></xenc:CipherData>`;

export const encryptedSecret = (cipherText: string, mac: string | undefined, method?: string): string =>
  `<EncryptedValue>${encrypted(cipherText, method)}</EncryptedValue>${mac === undefined ? '' : `<ValueMAC>${mac}\n</ValueMAC>`}`;

export const macMethod = (
  sealedKey: string | undefined,
  hash = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  method?: string,
) =>
  sealedKey === undefined
    ? `<MACMethod Algorithm="${hash}"/>`
    : `<MACMethod Algorithm="${hash}"><MACKey>${encrypted(sealedKey, method)}</MACKey></MACMethod>`;

export const preShared = '<EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>';

export const derived = (iterations: number | string = 1_000, length = 16, prf = '<PRF/>'): string => `
  <EncryptionKey><xenc11:DerivedKey>
    <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
      <pkcs5:PBKDF2-params>
        <Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>
        <IterationCount>${iterations}</IterationCount><KeyLength>${length}</KeyLength>${prf}
      </pkcs5:PBKDF2-params>
    </xenc11:KeyDerivationMethod>
    <xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList>
    <xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName>
  </xenc11:DerivedKey></EncryptionKey>`;

/** Figure 6: AES-128-CBC with a pre-shared key, and a MAC. */
export const figure6 = {
  key: '12345678901234567890123456789012',
  macKey: 'ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX',
  secret: 'AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv',
  mac: 'Su+NvtQfmvfJzF6bmQiJqoLRExc=',
};

/** Figure 7: the same with a key derived from the password `qwerty`. */
export const figure7 = {
  password: 'qwerty',
  macKey: '2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx',
  secret: 'oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f',
  mac: 'LP6xMvjtypbfT9PdkJhBZ+D6O4w=',
};

/** A key sealed as its maker would: IV, then AES-CBC with the padding of XML Encryption. */
export function sealedByMaker(plain: Uint8Array, key: Buffer): string {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]).toString('base64');
}

export const macBy = (hash: string, key: Uint8Array, cipherText: string): string =>
  createHmac(hash, key).update(Buffer.from(cipherText, 'base64')).digest('base64');
