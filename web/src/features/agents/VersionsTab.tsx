import { Badge, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getVersion, listVersions, restoreVersion, type Agent, type AgentVersion } from '../../api/agents';
import { useFormats } from '../../ui/formats';
import { notifyDone } from '../../ui/notify';
import { ScheduleSentence } from '../../ui/ScheduleSentence';
import { LoadError, LoadingRows, LoadMore } from '../../ui/States';
import ui from '../../ui/ui.module.css';
import { ownSettings } from './runtimeDraft';
import { agentKey } from './useAgents';

export function VersionsTab({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [viewing, setViewing] = useState<number>();
  const versions = useInfiniteQuery({
    queryKey: [...agentKey(agent.id), 'versions'],
    queryFn: ({ pageParam }) => listVersions(agent.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const restore = useRestore(agent.id);

  if (versions.isPending) return <LoadingRows rows={3} />;
  if (versions.isError) return <LoadError error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <>
      <div className={ui.frame}>
        <Table horizontalSpacing="md" verticalSpacing="xs">
          <Table.Tbody>
            {versions.data.pages.flatMap((page) => page.items).map((item) => (
              <Table.Tr key={item.version}>
                <Table.Th scope="row" w={70}>v{item.version}</Table.Th>
                <Table.Td><Text size="sm">{item.name}</Text><Text size="xs" c="dimmed">{formats.dateTime(item.createdAt)}</Text></Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end">
                    {item.version === agent.version && <Badge color="teal">{t('version.current')}</Badge>}
                    <Button size="compact-sm" variant="subtle" onClick={() => setViewing(item.version)}>{t('version.view')}</Button>
                    {item.version !== agent.version && (
                      <Button size="compact-sm" variant="default" loading={restore.isPending && restore.variables === item.version} onClick={() => restore.mutate(item.version)}>{t('version.restore')}</Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <LoadMore query={versions} />
      {viewing !== undefined && <VersionModal agentId={agent.id} version={viewing} onClose={() => setViewing(undefined)} />}
    </>
  );
}

function useRestore(agentId: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => restoreVersion(agentId, version),
    onSuccess: (_answer, version) => {
      void client.invalidateQueries({ queryKey: agentKey(agentId) });
      notifyDone(t('version.restored', { version }));
    },
  });
}

function VersionModal({ agentId, version, onClose }: { agentId: string; version: number; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: [...agentKey(agentId), 'versions', version], queryFn: () => getVersion(agentId, version), staleTime: Infinity });
  return (
    <Modal opened onClose={onClose} size="xl" title={t('version.title', { version })} closeButtonProps={{ 'aria-label': t('app.close') }}>
      {query.isPending && <LoadingRows rows={3} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Stack gap="sm">
          <div><Text fw={600}>{query.data.name}</Text><Text size="sm" c="dimmed">{query.data.description}</Text></div>
          {query.data.schedule && <Text size="sm"><ScheduleSentence schedule={query.data.schedule} /></Text>}
          <Group gap={6}>{query.data.tools.map((tool) => <Badge key={tool} color="gray">{tool}</Badge>)}</Group>
          <pre className={ui.prompt}>{query.data.finalAgentPrompt}</pre>
          <Settings version={query.data} />
        </Stack>
      )}
    </Modal>
  );
}

function Settings({ version }: { version: AgentVersion }) {
  const { t } = useTranslation();
  const settings = ownSettings(version.runtime);
  if (Object.keys(settings).length === 0) return null;
  return <div><Text size="sm" fw={600} mb={4}>{t('runtime.title')}</Text><pre className={ui.pre}>{JSON.stringify(settings, null, 2)}</pre></div>;
}
