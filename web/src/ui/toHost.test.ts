import { expect, it } from 'vitest';
import { toHost } from './toHost';

it.each([['https://Example.com/path?q=1', 'example.com'], ['*.example.com', '*.example.com'], [' api.example.com:443 ', 'api.example.com']])('takes the host of %s', (text, host) => {
  expect(toHost(text)).toBe(host);
});
