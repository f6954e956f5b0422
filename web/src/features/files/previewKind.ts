import type { StoredFile } from '../../api/files';

export type PreviewKind = 'image' | 'table' | 'markdown' | 'text';

const megabyte = 1_000_000;
/** Larger ones are for downloading: a page that reads them stands still. */
const limits: Record<PreviewKind, number> = { image: 20 * megabyte, table: megabyte, markdown: megabyte / 2, text: megabyte };

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/svg+xml'];
const byEnding: Record<string, PreviewKind> = {
  csv: 'table', tsv: 'table', md: 'markdown', markdown: 'markdown',
  txt: 'text', log: 'text', json: 'text', jsonl: 'text', xml: 'text', yaml: 'text', yml: 'text', toml: 'text', ini: 'text', html: 'text', css: 'text',
  js: 'text', mjs: 'text', ts: 'text', py: 'text', sh: 'text', sql: 'text',
  png: 'image', jpg: 'image', jpeg: 'image', gif: 'image', webp: 'image', avif: 'image',
  svg: 'text', // a picture only when the server says so: as anything else an <img> does not show it
};

/** How a file can be shown in the page: 'large' when only its size forbids it, null for what only another program can show. */
export function previewKind({ path, size, contentType }: StoredFile): PreviewKind | 'large' | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = byType(type) ?? byEnding[path.split('.').at(-1)!.toLowerCase()] ?? (type.startsWith('text/') ? 'text' : null);
  if (kind === null) return null;
  return size > limits[kind] ? 'large' : kind;
}

function byType(type: string): PreviewKind | undefined {
  if (images.includes(type)) return 'image';
  if (type === 'text/csv' || type === 'text/tab-separated-values') return 'table';
  if (type === 'text/markdown') return 'markdown';
  return type === 'application/json' || type === 'application/xml' ? 'text' : undefined;
}
