/** The first rows of comma- or tab-separated text (RFC 4180: quotes hold separators, line ends and doubled quotes). */
export function readCsv(text: string, separator: ',' | '\t' | ';', maxRows: number): { rows: string[][]; more: boolean } {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => { rows.push([...row, cell]); row = []; cell = ''; };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === separator) { row.push(cell); cell = ''; }
    else if (char === '\n') {
      endRow();
      if (rows.length === maxRows) return { rows, more: at + 1 < text.length };
    } else if (char !== '\r') cell += char;
  }
  if (cell !== '' || row.length > 0) endRow();
  return { rows, more: false };
}

/** Many programs in Europe and spreadsheets separate by semicolons: the first line tells. */
export function separatorOf(path: string, text: string): ',' | '\t' | ';' {
  if (/\.tsv$/i.test(path)) return '\t';
  const line = text.slice(0, 4_000).split('\n', 1)[0]!;
  const count = (separator: string) => line.split(separator).length;
  if (count('\t') > count(',')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}
