import { Alert, Button, Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isKnownTool, type ToolReport } from '../../api/tools';
import { useToolName } from '../../ui/useToolName';
import { toolList, type ListedGroup, type ListedTool } from './toolList';
import css from './tools.module.css';
import { useTools } from './useTools';

type Props = { value: string[]; error?: string | undefined; onChange: (tools: string[]) => void };

/** The tools of the platform by what they do; those that cannot be had say why and cannot be chosen. */
export function ToolPicker({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const report = useTools();
  return (
    <Checkbox.Group label={t('agent.tools')} description={t('tool.hint')} error={error} value={value} onChange={onChange}>
      <div className={css.groups}>
        {toolList(report.data, value).map((group) => <ToolGroup key={group.name} group={group} sandbox={report.data?.sandbox} chosen={value} />)}
      </div>
      {report.isError && !report.data && (
        <Group gap="xs" mt="xs">
          <Text size="sm" c="dimmed">{t('tool.loadFailed')}</Text>
          <Button size="compact-xs" variant="default" onClick={() => void report.refetch()}>{t('app.retry')}</Button>
        </Group>
      )}
    </Checkbox.Group>
  );
}

function ToolGroup({ group, sandbox, chosen }: { group: ListedGroup; sandbox: ToolReport['sandbox']; chosen: string[] }) {
  const { t } = useTranslation();
  const code = group.name === 'code' && sandbox;
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t(`tool.group.${group.name}`)}</legend>
      {code && (code.available
        ? <Text size="xs" c="dimmed">{code.memoryLimit ? t('tool.sandboxWithLimit', { kind: code.kind, limit: code.memoryLimit }) : t('tool.sandbox', { kind: code.kind })}</Text>
        : <Alert color="orange" p="xs" title={t('tool.noSandbox')}>{code.reason ?? t('tool.noSandboxText')}</Alert>)}
      {group.tools.map((tool) => <ToolBox key={tool.name} tool={tool} chosen={chosen.includes(tool.name)} reasonSaid={Boolean(code && !code.available)} />)}
    </fieldset>
  );
}

function ToolBox({ tool, chosen, reasonSaid }: { tool: ListedTool; chosen: boolean; reasonSaid: boolean }) {
  const { t } = useTranslation();
  const nameOf = useToolName();
  const missing = tool.known && tool.available === false;
  const text = isKnownTool(tool.name) ? t(`tool.text.${tool.name}`) : tool.description;
  return (
    <Checkbox value={tool.name} disabled={missing && !chosen}
      label={<>{isKnownTool(tool.name) && nameOf(tool.name)} <code className={css.code}>{tool.name}</code></>}
      description={
        <>
          {text}
          {tool.effect && <span className={css.effect}>{t(`tool.effect.${tool.effect}`)}</span>}
          {missing && <span className={css.missing}>{t('tool.unavailable')}{!reasonSaid && tool.reason && `: ${tool.reason}`}</span>}
        </>
      } />
  );
}
