import { ActionIcon, Group, Skeleton, Table, VisuallyHidden } from '@mantine/core';
import { ChevronDown, ChevronRight, Download, Trash2 } from 'lucide-react';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredFile } from '../../api/files';
import { useFormats } from '../../ui/formats';
import ui from '../../ui/ui.module.css';
import css from './files.module.css';
import { previewKind } from './previewKind';

const FilePreview = lazy(() => import('./FilePreview'));

type Props = { files: StoredFile[]; addressOf: (path: string) => string; onDelete?: (path: string) => void };

/** Files to look into, download and, where that is allowed, delete. */
export function FileTable({ files, addressOf, onDelete }: Props) {
  const { t } = useTranslation();
  return (
    <div className={ui.frame}>
      <Table.ScrollContainer minWidth={320}>
        <Table horizontalSpacing="md" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('file.name')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('file.size')}</Table.Th>
              <Table.Th scope="col" visibleFrom="sm">{t('file.modified')}</Table.Th>
              <Table.Th scope="col"><VisuallyHidden>{t('app.actions')}</VisuallyHidden></Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{files.map((file) => <FileRow key={file.path} file={file} address={addressOf(file.path)} {...(onDelete && { onDelete })} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function FileRow({ file, address, onDelete }: { file: StoredFile; address: string; onDelete?: (path: string) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [opened, setOpened] = useState(false);
  const kind = previewKind(file);
  const shown = kind !== null && kind !== 'large' ? kind : undefined;
  const Chevron = opened ? ChevronDown : ChevronRight;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Th scope="row" fw={500}>
          <Group gap={6} wrap="nowrap">
            {shown && (
              <ActionIcon variant="subtle" color="gray" size="sm" aria-expanded={opened} aria-label={t('file.preview', { path: file.path })} onClick={() => setOpened(!opened)}><Chevron size={15} /></ActionIcon>
            )}
            <span className={css.path}>{file.path}</span>
          </Group>
        </Table.Th>
        <Table.Td className={ui.number}>{formats.bytes(file.size)}</Table.Td>
        <Table.Td className={ui.nowrap!} visibleFrom="sm">{file.modifiedAt ? formats.shortDateTime(file.modifiedAt) : '–'}</Table.Td>
        <Table.Td>
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <ActionIcon component="a" href={address} download={file.path.split('/').at(-1)} variant="subtle" color="gray" aria-label={t('file.download', { path: file.path })}><Download size={16} /></ActionIcon>
            {onDelete && <ActionIcon variant="subtle" color="red" aria-label={t('file.delete', { path: file.path })} onClick={() => onDelete(file.path)}><Trash2 size={16} /></ActionIcon>}
          </Group>
        </Table.Td>
      </Table.Tr>
      {shown && opened && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <div className={css.preview}><Suspense fallback={<Skeleton h={80} />}><FilePreview file={file} address={address} kind={shown} /></Suspense></div>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
