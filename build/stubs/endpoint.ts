interface EndpointParameters {
  readonly Region?: string;
  readonly Endpoint?: string;
}

/** The regional endpoint of a service, or the one that the environment names. */
export const endpointOf = (service: string) => {
  const known = new Map<string, { readonly url: URL }>();
  return ({ Region = '', Endpoint }: EndpointParameters) => {
    const suffix = Region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const address = Endpoint ?? `https://${service}.${Region}.${suffix}`;
    const endpoint = known.get(address) ?? { url: new URL(address) };
    known.set(address, endpoint);
    return endpoint;
  };
};
