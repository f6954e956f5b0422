global using PbTimestamp = Google.Protobuf.WellKnownTypes.Timestamp;
global using V1Firestore = Google.Cloud.Firestore.V1.Firestore;
global using V1Precondition = Google.Cloud.Firestore.V1.Precondition;
global using V1WriteResult = Google.Cloud.Firestore.V1.WriteResult;
global using V1DocumentChange = Google.Cloud.Firestore.V1.DocumentChange;
