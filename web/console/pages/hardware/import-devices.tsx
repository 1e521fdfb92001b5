import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { type ImportedDevices, importDevices } from '../../api/hardware.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';
import { type Format, formatOf, isCarried, keyOf, mediaTypes } from './devices.ts';
import { ImportResult } from './import-result.tsx';
import { hardwareTexts } from './texts.ts';

const texts = hardwareTexts.file;

const optionsOf = <T extends string>(labels: Readonly<Record<T, string>>) =>
  Object.entries<string>(labels).map(([value, label]) => ({ value: value as T, label }));

const formats = optionsOf(texts.formats);
const protections = optionsOf(texts.protections);
const headers = ['x-pskc-key', 'x-pskc-password'];

/** P.10: the file that came with the devices; what opens it leaves with the dialog. */
export default function ImportDevices({ onClose }: { onClose(): void }) {
  const [file, setFile] = useState<File>();
  const [format, setFormat] = useState<Format>('pskc');
  const [protection, setProtection] = useState<keyof typeof texts.protections>('none');
  const [secret, setSecret] = useState('');
  const [result, setResult] = useState<ImportedDevices>();
  const { run, busy, problem } = useAction(
    (document: File) =>
      importDevices(
        new Blob([document], { type: mediaTypes[format] }),
        format === 'pskc' ? keyOf(protection, secret) : {},
      ),
    { refreshes: [['devices']], done: setResult },
  );
  if (result) return <ImportResult result={result} onClose={onClose} />;
  return (
    <FormDialog
      title={texts.title}
      submit={texts.action}
      busy={busy}
      disabled={!file || !isCarried(secret)}
      onSubmit={() => file && run(file)}
      onCancel={onClose}
    >
      <FormField label={texts.label} description={texts.hint}>
        <FileUpload
          accept=".csv,.xml,.pskc"
          showFileSize
          value={file ? [file] : []}
          onChange={({ detail }) => {
            const [chosen] = detail.value;
            setFile(chosen);
            if (chosen) setFormat(formatOf(chosen.name));
          }}
          i18nStrings={{ uploadButtonText: () => texts.choose, removeFileAriaLabel: () => texts.remove }}
        />
      </FormField>
      <FormField label={texts.format}>
        <Select
          options={formats}
          selectedOption={formats.find(({ value }) => value === format) ?? null}
          onChange={({ detail }) => setFormat(detail.selectedOption.value as Format)}
        />
      </FormField>
      {format === 'pskc' && (
        <FormField label={texts.protection}>
          <Select
            options={protections}
            selectedOption={protections.find(({ value }) => value === protection) ?? null}
            onChange={({ detail }) => setProtection(detail.selectedOption.value as typeof protection)}
          />
        </FormField>
      )}
      {format === 'pskc' && protection !== 'none' && (
        <FormField
          label={texts[protection]}
          description={protection === 'key' && texts.keyHint}
          errorText={isCarried(secret) ? fieldError(problem, `x-pskc-${protection}`) : texts.notCarried}
        >
          <Input
            type="password"
            autoComplete={false}
            value={secret}
            onChange={({ detail }) => setSecret(detail.value)}
          />
        </FormField>
      )}
      <ProblemAlert problem={problem} shownAtFields={headers} />
    </FormDialog>
  );
}
