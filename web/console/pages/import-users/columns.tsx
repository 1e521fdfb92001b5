import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { downloadText } from '../../../shared/download.ts';
import { importTexts } from './texts.ts';

const { columns: texts, meanings } = importTexts;

const rows = [
  { name: 'userId', meaning: meanings.userId, required: true },
  { name: 'displayName', meaning: meanings.displayName, required: true },
  { name: 'email', meaning: meanings.email, required: true },
  { name: 'phone', meaning: meanings.phone },
  { name: 'class', meaning: meanings.class },
  { name: 'roles', meaning: meanings.roles },
  { name: 'twoFactorRequired', meaning: meanings.twoFactorRequired },
  { name: 'active', meaning: meanings.active },
  { name: meanings.person, meaning: meanings.personMeaning },
  { name: 'totpSecret', meaning: meanings.totpSecret },
  { name: meanings.totpParameters, meaning: meanings.totpParametersMeaning },
  { name: 'otpauthUri', meaning: meanings.otpauthUri },
  { name: 'otpauthMigration', meaning: meanings.otpauthMigration },
];

const example = [
  'userId,displayName,email,firstName,familyName,language,roles,twoFactorRequired',
  'alice,Alice Example,alice@example.com,Alice,Example,en,,true',
  'bob,Bob Example,bob@example.com,Bob,Example,de-CH,,true',
  '',
].join('\r\n');

/** What the file may hold, before somebody writes one. */
export function Columns() {
  return (
    <ExpandableSection headerText={texts.title} variant="container">
      <SpaceBetween size="m">
        <Table
          variant="embedded"
          wrapLines
          items={rows}
          ariaLabels={{ tableLabel: texts.title }}
          columnDefinitions={[
            {
              id: 'name',
              header: texts.name,
              isRowHeader: true,
              width: 300,
              cell: ({ name, required }) => (
                <>
                  <code>{name}</code> {required && `(${texts.required})`}
                </>
              ),
            },
            { id: 'meaning', header: texts.meaning, cell: ({ meaning }) => meaning },
          ]}
        />
        <Alert type="info">{importTexts.keys}</Alert>
        <Button iconName="download" onClick={() => downloadText('users.csv', example, 'text/csv')}>
          {texts.example}
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
