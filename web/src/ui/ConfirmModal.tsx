import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Props = { opened: boolean; title: string; text: string; action: string; loading?: boolean; onConfirm: () => void; onClose: () => void };

export function ConfirmModal({ opened, title, text, action, loading = false, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('app.close') }}>
      <Text size="sm">{text}</Text>
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
        <Button color="red" loading={loading} onClick={onConfirm}>{action}</Button>
      </Group>
    </Modal>
  );
}
