import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listOccurrences, listSchedules, pauseSchedule, previewSchedule, resumeSchedule, triggerSchedule, type ScheduleInput } from '../../api/schedules';
import { notifyDone } from '../../ui/notify';

export const useSchedulePreview = (input: ScheduleInput | null) =>
  useQuery({
    queryKey: ['schedule-preview', input],
    queryFn: ({ signal }) => previewSchedule(input!, signal),
    enabled: input !== null,
    staleTime: 60_000,
    retry: false,
  });

export const useScheduleEntry = (agentId: string) =>
  useQuery({
    queryKey: ['schedules', agentId],
    queryFn: async () => (await listSchedules({ agentId })).items[0] ?? null,
    refetchInterval: 30_000,
  });

export const useOccurrences = (agentId: string) =>
  useInfiniteQuery({
    queryKey: ['schedules', agentId, 'occurrences'],
    queryFn: ({ pageParam }) => listOccurrences(agentId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 30_000,
  });

const moves = { pause: pauseSchedule, resume: resumeSchedule, trigger: triggerSchedule };
export type ScheduleMove = keyof typeof moves;

export function useMoveSchedule(agentId: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (move: ScheduleMove) => moves[move](agentId),
    onSuccess: (_response, move) => {
      void client.invalidateQueries({ queryKey: ['schedules'] });
      void client.invalidateQueries({ queryKey: ['executions'] });
      notifyDone(t(`schedule.moved.${move}`));
    },
  });
}
