/** Of the user agent; the rest of the package's description stays out of the bundle. */
export default { version: '3.1162.0' };
