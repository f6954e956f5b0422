using ChatService;

ChatServiceApp.Create(args).Run();
