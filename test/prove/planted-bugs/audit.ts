import type { PlantedBug } from './planted-bug.ts';

const again = {
  file: 'test/organisation/overview.test.ts',
  test: '1.09 a stream that repeats itself changes no number and sends no mail again',
};

/** That everything is recorded, and once. */
export const audit: readonly PlantedBug[] = [
  {
    what: 'a change that the stream repeats is counted again',
    file: 'lib/store/audit.ts',
    find: "if (reasons?.[0]?.Code === 'ConditionalCheckFailed') return false;",
    replace: `if (reasons?.[0]?.Code === 'ConditionalCheckFailed') {
      for (const { Update } of along)
        if (Update) await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
      return false;
    }`,
    caughtBy: again,
  },
  {
    what: 'the second of two events of one kind is left out',
    file: 'lib/actions/audit/record-event.ts',
    find: 'eventId === eventIdOf(before)',
    replace: "after['event']?.M?.['type']?.S === before?.['event']?.M?.['type']?.S",
    caughtBy: {
      file: 'test/audit/events.test.ts',
      test: 'rule 11: every change of a user is one event, in the order in which they happened',
    },
  },
  {
    what: 'a deletion is not counted',
    file: 'lib/actions/audit/record-event.ts',
    find: " || item['deletedAt']) return undefined;",
    replace: ') return undefined;',
    caughtBy: {
      file: 'test/organisation/overview.test.ts',
      test: '1.09 the numbers follow resets, expiry, deletion and re-creation',
    },
  },
  {
    what: 'a batch with one failure is reported as recorded',
    file: 'functions/record.ts',
    find: "failures.push({ itemIdentifier: dynamodb?.SequenceNumber ?? '' });",
    replace: '',
    caughtBy: {
      file: 'test/delivery/exactly-once.test.ts',
      test: 'rule 12: reports only what failed, and records the rest of the batch',
    },
  },
  {
    what: 'the event of an attempt does not tell the step that it spent',
    file: 'lib/actions/gate/change-user.ts',
    find: 'spent ? withDetails(decision.event, { spent }) : decision.event',
    replace: '',
    caughtBy: {
      file: 'test/verification/replay.test.ts',
      test: 'P.02 rule 11: the audit tells the step that an accepted code spent, and none for one that was refused',
    },
  },
];
