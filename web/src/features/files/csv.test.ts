import { expect, it } from 'vitest';
import { readCsv, separatorOf } from './csv';

it('reads quotes, separators and line ends inside them, and both kinds of line end', () => {
  expect(readCsv('이름,값\r\n"Kim, A.","say ""hi""\nthere"\n,\n', ',', 10)).toEqual({ rows: [['이름', '값'], ['Kim, A.', 'say "hi"\nthere'], ['', '']], more: false });
});

it('takes a last line without its end', () => {
  expect(readCsv('a\tb\n1\t2', '\t', 10).rows).toEqual([['a', 'b'], ['1', '2']]);
});

it('stops at the rows that are shown and says that there are more', () => {
  expect(readCsv('1\n2\n3\n', ',', 2)).toEqual({ rows: [['1'], ['2']], more: true });
  expect(readCsv('1\n2\n', ',', 2).more).toBe(false);
});

it.each([['a.tsv', 'a,b', '\t'], ['a.csv', 'a;b;c,d', ';'], ['a.csv', 'a,b', ','], ['a.csv', 'a\tb', '\t'], ['a.csv', 'one', ',']])('finds the separator of %s with %j', (path, text, separator) => {
  expect(separatorOf(path, text)).toBe(separator);
});
