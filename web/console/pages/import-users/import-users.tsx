import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Screen } from '../../parts/screen.tsx';
import { usersTexts } from '../users/texts.ts';
import { Columns } from './columns.tsx';
import { ImportProgress } from './progress.tsx';
import { formatOf } from './rules.ts';
import { importTexts as texts } from './texts.ts';
import { useImport } from './use-import.ts';

/** P.13: users of another system, out of a file of any size. */
export default function ImportUsers() {
  const [file, setFile] = useState<File>();
  const { run, start, cancel, clear } = useImport();
  const format = file && formatOf(file.name);
  const running = run?.state === 'running';
  return (
    <Screen
      title={texts.title}
      description={texts.description}
      above={[{ text: usersTexts.title, href: '#/users' }]}
    >
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="m">
            <FormField
              label={texts.choose}
              description={texts.chooseHint}
              errorText={file && !format && texts.wrongFile}
            >
              <FileUpload
                value={file ? [file] : []}
                accept=".csv,.ndjson,.jsonl"
                showFileSize
                onChange={({ detail }) => {
                  if (running) return;
                  clear();
                  setFile(detail.value[0]);
                }}
                i18nStrings={{
                  uploadButtonText: () => texts.chooseButton,
                  removeFileAriaLabel: () => texts.removeFile,
                }}
              />
            </FormField>
            {running ? (
              <Button onClick={cancel}>{texts.cancel}</Button>
            ) : (
              <Button
                variant="primary"
                disabled={!file || !format}
                onClick={() => file && format && start(file, format)}
              >
                {texts.start}
              </Button>
            )}
          </SpaceBetween>
        </Container>
        {run && <ImportProgress run={run} />}
        <Columns />
      </SpaceBetween>
    </Screen>
  );
}
