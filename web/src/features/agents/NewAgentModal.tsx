import { Badge, Button, Divider, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Agent, AgentInput, AgentTemplate } from '../../api/agents';
import { useLanguage } from '../../ui/formats';
import { LoadError, LoadingRows } from '../../ui/States';
import css from './agents.module.css';
import { useCreateAgent, useTemplates } from './useAgents';

export function NewAgentModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateAgent();
  const begin = (input: AgentInput) =>
    create.mutate(input, {
      onSuccess: (agent: Agent) => {
        onClose();
        void navigate({ to: '/agents/$agentId', params: { agentId: agent.id } });
      },
    });
  return (
    <Modal opened={opened} onClose={onClose} title={t('agent.new')} size="lg" closeButtonProps={{ 'aria-label': t('app.close') }}>
      <Text size="sm" c="dimmed" mb="sm">{t('agent.newText')}</Text>
      <Group gap="xs">
        <Button leftSection={<MessageSquare size={15} aria-hidden />} renderRoot={(props) => <Link to="/chat" {...props} />} onClick={onClose}>{t('agent.inChat')}</Button>
        <Button variant="default" loading={create.isPending} onClick={() => begin({ name: t('agent.unnamed') })}>{t('agent.blank')}</Button>
      </Group>
      <Divider my="md" label={t('agent.templates')} labelPosition="left" />
      {opened && <Templates disabled={create.isPending} onPick={(template) => begin(inputOf(template))} />}
    </Modal>
  );
}

function inputOf({ name, description, finalAgentPrompt, tools, schedule }: AgentTemplate): AgentInput {
  const { phrase, timeZone } = schedule ?? {};
  return { name, description, finalAgentPrompt, tools, ...(phrase && { schedule: { phrase, ...(timeZone && { timeZone }) } }) };
}

function Templates({ disabled, onPick }: { disabled: boolean; onPick: (template: AgentTemplate) => void }) {
  const language = useLanguage();
  const templates = useTemplates();
  if (templates.isPending) return <LoadingRows rows={3} height={64} />;
  if (templates.isError) return <LoadError error={templates.error} onRetry={() => void templates.refetch()} />;
  return (
    <Stack gap="xs">
      {templates.data.filter((template) => template.locale === language).map((template) => (
        <UnstyledButton key={template.id} className={css.template} disabled={disabled} onClick={() => onPick(template)}>
          <Text size="sm" fw={600}>{template.name}</Text>
          <Text size="xs" c="dimmed">{template.description}</Text>
          {template.schedule?.phrase && <Badge mt={6} color="gray">{template.schedule.phrase}</Badge>}
        </UnstyledButton>
      ))}
    </Stack>
  );
}
