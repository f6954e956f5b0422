import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readText, type StoredFile } from '../../api/files';
import { Markdown } from '../../ui/Markdown';
import { LoadError, LoadingRows } from '../../ui/States';
import ui from '../../ui/ui.module.css';
import { readCsv, separatorOf } from './csv';
import css from './files.module.css';
import type { PreviewKind } from './previewKind';

const maxRows = 200;
const maxColumns = 50;

type Props = { file: StoredFile; address: string; kind: PreviewKind };

/** What is in a file, never as a page of its own: text is text, markup is shown as written. Loaded by itself. */
export default function FilePreview(props: Props) {
  return props.kind === 'image' ? <ImagePreview {...props} /> : <TextPreview {...props} />;
}

/** The file's own address, not a blob: `img-src` stays at 'self', and an image runs nothing, not even an SVG. */
function ImagePreview({ file, address }: Props) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  if (broken) return <Text size="sm" c="dimmed">{t('file.brokenImage')}</Text>;
  return <img className={css.image} src={address} alt={file.path} loading="lazy" onError={() => setBroken(true)} />;
}

function TextPreview({ file, address, kind }: Props) {
  const text = useQuery({ queryKey: ['file', address, file.modifiedAt, file.size], queryFn: ({ signal }) => readText(address, signal), gcTime: 60_000 });
  if (text.isPending) return <LoadingRows rows={2} />;
  if (text.isError) return <LoadError error={text.error} onRetry={() => void text.refetch()} />;
  if (kind === 'table') return <CsvTable path={file.path} text={text.data} />;
  return kind === 'markdown' ? <Markdown text={text.data} /> : <pre className={ui.pre}>{text.data}</pre>;
}

function CsvTable({ path, text }: { path: string; text: string }) {
  const { t } = useTranslation();
  const { rows, more } = readCsv(text, separatorOf(path, text), maxRows + 1);
  const [head = [], ...body] = rows.map((row) => row.slice(0, maxColumns));
  const cut = more || rows.some((row) => row.length > maxColumns);
  return (
    <>
      <div className={css.table} role="region" aria-label={path} tabIndex={0}>
        <Table withColumnBorders horizontalSpacing="sm" verticalSpacing={4} fz="sm">
          <Table.Thead><Table.Tr>{head.map((cell, at) => (cell ? <Table.Th key={at} scope="col">{cell}</Table.Th> : <Table.Td key={at} />))}</Table.Tr></Table.Thead>
          <Table.Tbody>{body.map((row, line) => <Table.Tr key={line}>{row.map((cell, at) => <Table.Td key={at}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
        </Table>
      </div>
      {cut && <Text size="xs" c="dimmed" mt={6}>{t('file.cutTable', { rows: maxRows, columns: maxColumns })}</Text>}
    </>
  );
}
