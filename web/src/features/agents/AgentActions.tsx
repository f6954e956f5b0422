import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Archive, Download, Ellipsis, Pause, Play, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportAgent, type Agent, type AgentMove } from '../../api/agents';
import { ConfirmModal } from '../../ui/ConfirmModal';
import { notifyError } from '../../ui/notify';
import { saveFile } from '../../ui/saveFile';
import { RunNowModal } from './RunNowModal';
import { useDeleteAgent, type useMoveAgent } from './useAgents';

export function AgentActions({ agent, move }: { agent: Agent; move: ReturnType<typeof useMoveAgent> }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'run' | 'archive' | 'delete'>();
  const close = () => setOpen(undefined);
  const moving = (name: AgentMove) => move.isPending && move.variables === name;
  const download = async () => {
    try {
      saveFile(`${agent.name}.yaml`, 'application/yaml', await exportAgent(agent.id));
    } catch (error) {
      notifyError(error);
    }
  };

  return (
    <Group gap="xs">
      {agent.status === 'active'
        ? <Button variant="default" loading={moving('deactivate')} leftSection={<Pause size={15} aria-hidden />} onClick={() => move.mutate('deactivate')}>{t('agent.deactivate')}</Button>
        : <Button variant="default" loading={moving('activate')} leftSection={<Power size={15} aria-hidden />} onClick={() => move.mutate('activate')}>{t('agent.activate')}</Button>}
      <Button leftSection={<Play size={15} aria-hidden />} onClick={() => setOpen('run')}>{t('agent.runNow')}</Button>
      <Menu position="bottom-end" width={180}>
        <Menu.Target><ActionIcon variant="default" size={36} aria-label={t('agent.more')}><Ellipsis size={17} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Download size={15} aria-hidden />} onClick={() => void download()}>{t('agent.export')}</Menu.Item>
          {agent.status !== 'archived' && <Menu.Item leftSection={<Archive size={15} aria-hidden />} onClick={() => setOpen('archive')}>{t('agent.archive')}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setOpen('delete')}>{t('agent.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RunNowModal agentId={agent.id} opened={open === 'run'} onClose={close} />
      <ConfirmModal opened={open === 'archive'} title={t('agent.archiveTitle')} text={t('agent.archiveText')} action={t('agent.archive')}
        loading={moving('archive')} onClose={close} onConfirm={() => move.mutate('archive', { onSettled: close })} />
      <DeleteAgent agent={agent} opened={open === 'delete'} onClose={close} />
    </Group>
  );
}

function DeleteAgent({ agent, opened, onClose }: { agent: Agent; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteAgent();
  return (
    <ConfirmModal opened={opened} title={t('agent.deleteTitle', { name: agent.name })} text={t('agent.deleteText')} action={t('agent.delete')}
      loading={remove.isPending} onClose={onClose}
      onConfirm={() => remove.mutate(agent.id, { onSuccess: () => void navigate({ to: '/agents' }) })} />
  );
}
