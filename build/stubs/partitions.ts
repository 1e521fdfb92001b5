/** Endpoints follow from the region (endpoint.ts): there are no partitions to look one up in. */
export const partitionsInfo = { partitions: [], version: '1.1' };
