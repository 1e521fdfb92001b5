/** The table as CDK deploys it and the local runner creates it. */
export const tableDescription = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'purgeAt',
  indexes: [
    { name: 'due', partitionKey: { name: 'duePk', type: 'S' }, sortKey: { name: 'dueAt', type: 'N' } },
    { name: 'list', partitionKey: { name: 'listPk', type: 'S' }, sortKey: { name: 'listSk', type: 'S' } },
  ],
} as const;
