/** The environment names the region; there is no instance to ask for it. */
export const getInstanceMetadataRegion = async (): Promise<string | undefined> => process.env['AWS_REGION'];
