const partition = (id: string, regionRegex: string, dnsSuffix: string) => ({
  id,
  regionRegex,
  regions: {},
  outputs: {
    name: id,
    dnsSuffix,
    dualStackDnsSuffix: dnsSuffix,
    implicitGlobalRegion: '',
    supportsDualStack: true,
    supportsFIPS: true,
  },
});

/** The partitions a deployment can be in, without the SDK's list of all regions (5 KB). */
export const partitionsInfo = {
  version: '1.1',
  partitions: [
    partition('aws', '^(us|eu|ap|sa|ca|me|af|il|mx)\\-\\w+\\-\\d+$', 'amazonaws.com'),
    partition('aws-cn', '^cn\\-\\w+\\-\\d+$', 'amazonaws.com.cn'),
    partition('aws-us-gov', '^us\\-gov\\-\\w+\\-\\d+$', 'amazonaws.com'),
  ],
};
