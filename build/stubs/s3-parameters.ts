/** Asked for S3 only. */
export const resolveParamsForS3 = async <T>(parameters: T): Promise<T> => parameters;
