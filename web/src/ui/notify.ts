import { notifications } from '@mantine/notifications';
import i18n from 'i18next';

const closeButton = () => ({ 'aria-label': i18n.t('app.close') });

export function notifyError(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  // The same refusal of ten queries at once is one notification.
  notifications.show({ id: message, message, color: 'red', autoClose: 8_000, role: 'alert', closeButtonProps: closeButton() });
}

export function notifyDone(message: string) {
  notifications.show({ message, color: 'teal', closeButtonProps: closeButton() });
}
