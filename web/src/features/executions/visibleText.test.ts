import { expect, it } from 'vitest';
import { visibleText } from './visibleText';

it.each([
  ['rm \u202eharmless', 'rm ⟨U+202E⟩harmless'],
  ['a\u200bb\ufeff', 'a⟨U+200B⟩b⟨U+FEFF⟩'],
  ['\u001b[2K', '⟨U+001B⟩[2K'],
  ['shown\rhidden', 'shown⟨U+000D⟩hidden'],
  ['tag \u{e0041}', 'tag ⟨U+E0041⟩'],
])('shows what hides in %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it.each(['한글 텍스트\n\t들여쓰기', '👩‍👧 family'])('leaves %j as it is', (text) => {
  expect(visibleText(text)).toBe(text);
});

it('takes both kinds of line end', () => {
  expect(visibleText('a\r\nb')).toBe('a\nb');
});
