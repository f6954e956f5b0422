import { expect, it } from 'vitest';
import { previewKind } from './previewKind';

it.each([
  ['chart.png', 'image/png', 10, 'image'],
  ['chart', 'image/webp', 10, 'image'],
  ['chart.svg', 'image/svg+xml', 10, 'image'],
  ['chart.svg', 'text/plain; charset=utf-8', 10, 'text'],
  ['prices.csv', 'text/csv; charset=utf-8', 10, 'table'],
  ['prices.TSV', 'application/octet-stream', 10, 'table'],
  ['weekly.md', 'text/plain', 10, 'markdown'],
  ['report.html', 'text/html', 10, 'text'],
  ['Dockerfile', 'text/plain', 10, 'text'],
  ['data.json', null, 10, 'text'],
  ['archive.zip', 'application/zip', 10, null],
  ['photo.tiff', 'image/tiff', 10, null],
  ['huge.log', 'text/plain', 50_000_000, 'large'],
])('shows %s of type %s and %d bytes as %s', (path, contentType, size, kind) => {
  expect(previewKind({ path, contentType, size, modifiedAt: null })).toBe(kind);
});
