// A verification as most tutorials assemble it: every library imported at the top, every client made at once. It is
// bundled with the defaults of CDK's NodejsFunction (and the SDK with it), and started next to the verify function.
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { generateSecret, generateURI, verifySync } from 'otplib';
import QRCode from 'qrcode';
import { z } from 'zod';

const logger = new Logger({ serviceName: 'verify' });
const metrics = new Metrics({ namespace: 'Usual', serviceName: 'verify' });
const tracer = new Tracer({ serviceName: 'verify' });
const table = process.env.TABLE_NAME;
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const kms = new KMSClient({});
const mail = new SESv2Client({});
const text = new SNSClient({});

const Body = z.object({ code: z.string().regex(/^\d{6}$/) });

async function verify({ pathParameters, body }) {
  const { code } = Body.parse(body);
  const { Item: session } = await documents.send(
    new GetCommand({
      TableName: table,
      Key: { pk: `SESSION#${pathParameters.verificationId}`, sk: 'SESSION' },
    }),
  );
  if (!session) return { statusCode: 404, body: '{}' };
  const { Item: user } = await documents.send(
    new GetCommand({ TableName: table, Key: { pk: `USER#${session.userId}`, sk: 'USER' } }),
  );
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: user.secret }));
  const { valid } = verifySync({ secret: Buffer.from(Plaintext).toString(), token: code });
  await documents.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: table, Item: { ...session, status: valid ? 'verified' : 'open' } } },
      ],
    }),
  );
  metrics.addMetric(valid ? 'verified' : 'refused', MetricUnit.Count, 1);
  logger.info('verified', { valid });
  return { statusCode: valid ? 200 : 401, body: JSON.stringify({ valid }) };
}

/** What the same bundle also does: the reason why these libraries are in it. */
async function enroll({ body: { userId, email, phone } }) {
  const secret = generateSecret();
  const uri = generateURI({ issuer: 'Usual', label: userId, secret });
  const Content = { Simple: { Subject: { Data: 'Set up' }, Body: { Text: { Data: uri } } } };
  if (email) await mail.send(new SendEmailCommand({ Destination: { ToAddresses: [email] }, Content }));
  if (phone) await text.send(new PublishCommand({ PhoneNumber: phone, Message: uri }));
  return { statusCode: 201, body: JSON.stringify({ uri, picture: await QRCode.toDataURL(uri) }) };
}

export const handler = middy((event) => (event.routeKey.includes('/enroll') ? enroll(event) : verify(event)))
  .use(captureLambdaHandler(tracer))
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(httpHeaderNormalizer())
  .use(httpJsonBodyParser())
  .use(httpErrorHandler());
