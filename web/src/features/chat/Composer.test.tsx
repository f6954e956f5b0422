import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderAlone } from '../../test/render';
import { Composer } from './Composer';

it('does not send with the Enter that ends a Hangul composition', async () => {
  const onSend = vi.fn();
  await renderAlone(<Composer busy={false} onSend={onSend} />);
  const input = await screen.findByRole('textbox');
  await userEvent.type(input, '안녕');

  fireEvent.keyDown(input, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(input, { key: 'Enter', keyCode: 229 });
  expect(onSend).not.toHaveBeenCalled();

  await userEvent.type(input, '{Shift>}{Enter}{/Shift}반가워{Enter}');
  expect(onSend).toHaveBeenCalledExactlyOnceWith('안녕\n반가워');
  expect(input).toHaveValue('');
});

it('offers to stop while an answer is written, and to queue what is typed meanwhile', async () => {
  const onSend = vi.fn();
  const onStop = vi.fn();
  await renderAlone(<Composer busy onSend={onSend} onStop={onStop} />, 'en');

  await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
  expect(onStop).toHaveBeenCalledOnce();
  expect(screen.queryByRole('button', { name: 'Send after this answer' })).toBeNull();

  await userEvent.type(screen.getByRole('textbox'), 'next');
  await userEvent.click(screen.getByRole('button', { name: 'Send after this answer' }));
  expect(onSend).toHaveBeenCalledExactlyOnceWith('next');
});
