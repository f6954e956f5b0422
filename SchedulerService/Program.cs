using SchedulerService;

SchedulerServiceApp.Create(args).Run();
