/** Lambda looks for loops through queues, topics and buckets; a table and a key start none. */
export const recursionDetectionMiddleware =
  () =>
  <T>(next: T): T =>
    next;
