import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startExecution } from '../../api/executions';

export function RunNowModal({ agentId, opened, onClose }: { agentId: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [input, setInput] = useState('');
  const run = useMutation({
    mutationFn: () => startExecution(agentId, input.trim() || undefined),
    onSuccess: (execution) => {
      void client.invalidateQueries({ queryKey: ['executions'] });
      void navigate({ to: '/executions/$executionId', params: { executionId: execution.id } });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('agent.runNow')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <Textarea label={t('execution.input')} description={t('execution.inputHint')} autosize minRows={3} maxRows={10} data-autofocus
        value={input} onChange={(event) => setInput(event.currentTarget.value)} />
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
        <Button loading={run.isPending} onClick={() => run.mutate()}>{t('agent.run')}</Button>
      </Group>
    </Modal>
  );
}
