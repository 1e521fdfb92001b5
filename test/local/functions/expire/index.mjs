export const handler = async (input) => ({ input, now: new Date().toISOString() });
