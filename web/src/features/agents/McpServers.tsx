import { Button, Group, SegmentedControl, Select, Text, Textarea, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../api/problem';
import { useSecrets } from '../secrets/useSecrets';
import { emptyMcp, type McpDraft } from './runtimeDraft';
import type { RuntimeProps } from './RuntimeSection';
import css from './tools.module.css';

const maxServers = 10;

/** The servers of the Model Context Protocol whose tools an agent has. */
export function McpServers({ draft, problem, onChange }: RuntimeProps) {
  const { t } = useTranslation();
  const servers = draft.mcpServers;
  const put = (mcpServers: McpDraft[]) => onChange({ mcpServers });
  const error = problem?.field('runtime.mcpServers');
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('mcp.title')}</legend>
      <Text size="sm" c="dimmed">{t('mcp.text')}</Text>
      {servers.map((server, index) => (
        <ServerFields key={index} server={server} index={index} problem={problem}
          onChange={(change) => put(servers.map((old, at) => (at === index ? { ...old, ...change } : old)))}
          onRemove={() => put(servers.filter((_, at) => at !== index))} />
      ))}
      {error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{error}</Text>}
      <div>
        <Button size="xs" variant="default" disabled={servers.length >= maxServers} leftSection={<Plus size={14} aria-hidden />} onClick={() => put([...servers, emptyMcp])}>{t('mcp.add')}</Button>
      </div>
    </fieldset>
  );
}

type ServerProps = { server: McpDraft; index: number; problem: Problem | undefined; onChange: (change: Partial<McpDraft>) => void; onRemove: () => void };

function ServerFields({ server, index, problem, onChange, onRemove }: ServerProps) {
  const { t } = useTranslation();
  const secrets = useSecrets();
  const error = (field: string) => problem?.field(`runtime.mcpServers[${index}].${field}`) ?? problem?.field(`runtime.mcpServers.${index}.${field}`);
  const overNetwork = server.kind === 'url';
  const names = [...new Set([...(secrets.data?.map((secret) => secret.name) ?? []), ...(server.secret ? [server.secret] : [])])];
  return (
    <div className={css.server} role="group" aria-label={server.name || t('mcp.server', { number: index + 1 })}>
      <Group className={css.wide} justify="space-between" gap="xs">
        <SegmentedControl size="xs" aria-label={t('mcp.kind')} value={server.kind} onChange={(kind) => onChange({ kind: kind === 'command' ? 'command' : 'url' })}
          data={[{ value: 'url', label: t('mcp.kinds.url') }, { value: 'command', label: t('mcp.kinds.command') }]} />
        <Button size="compact-sm" variant="subtle" color="red" leftSection={<Trash2 size={14} aria-hidden />} onClick={onRemove}>{t('mcp.remove')}</Button>
      </Group>
      <TextInput label={t('mcp.name')} description={t('mcp.nameHint')} required maxLength={32} value={server.name} error={error('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })} />
      {overNetwork
        ? <TextInput label={t('mcp.url')} description={t('mcp.urlHint')} required type="url" placeholder="https://" maxLength={2_000} value={server.url} error={error('url')}
            onChange={(event) => onChange({ url: event.currentTarget.value })} />
        : <TextInput label={t('mcp.command')} description={t('mcp.commandHint')} required maxLength={500} value={server.command} error={error('command')}
            onChange={(event) => onChange({ command: event.currentTarget.value })} />}
      {overNetwork
        ? <Select label={t('mcp.secret')} description={t('mcp.secretHint')} clearable clearButtonProps={{ 'aria-label': t('app.clear') }} placeholder={t('mcp.noSecret')}
            data={names} value={server.secret} error={error('secret')} onChange={(secret) => onChange({ secret })} />
        : <Textarea className={css.schema} label={t('mcp.arguments')} description={t('mcp.argumentsHint')} autosize minRows={1} maxRows={8} spellCheck={false} value={server.arguments}
            error={error('arguments')} onChange={(event) => onChange({ arguments: event.currentTarget.value })} />}
    </div>
  );
}
