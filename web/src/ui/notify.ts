import { notifications } from '@mantine/notifications';

export function notifyError(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  // The same refusal of ten queries at once is one notification.
  notifications.show({ id: message, message, color: 'red', autoClose: 8_000, role: 'alert' });
}

export function notifyDone(message: string) {
  notifications.show({ message, color: 'teal' });
}
