export const handler = async (event) => ({
  statusCode: 404,
  body: JSON.stringify({ routeKey: event.routeKey, event }),
});
