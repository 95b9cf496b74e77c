/**
 * What CloudFormation asks of AWS to make, change, look at and remove a resource, for every type the stacks have. Source:
 * the `handlers` of each type's schema (`aws cloudformation describe-type --type RESOURCE --type-name …`), less the features no
 * stack uses; types without handlers (Budgets, Glue tables, access keys, SNS policies): the calls of their service's API.
 */

const iamRole = `iam:AttachRolePolicy iam:CreateRole iam:DeleteRole iam:DeleteRolePolicy iam:DetachRolePolicy iam:GetRole
  iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies iam:PutRolePermissionsBoundary iam:PutRolePolicy
  iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription`;
const iamUser = `iam:CreateUser iam:DeleteUser iam:DeleteUserPolicy iam:GetUser iam:GetUserPolicy iam:ListAccessKeys
  iam:ListAttachedUserPolicies iam:ListGroupsForUser iam:ListUserPolicies iam:PutUserPermissionsBoundary iam:PutUserPolicy
  iam:TagUser iam:UntagUser iam:ListUserTags`;
const underTheKey = "kms:CreateGrant kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:RevokeGrant";

const actions: Readonly<Record<string, string>> = {
  "AWS::Athena::NamedQuery": "athena:CreateNamedQuery athena:DeleteNamedQuery athena:GetNamedQuery",
  "AWS::Athena::WorkGroup": `athena:CreateWorkGroup athena:DeleteWorkGroup athena:GetWorkGroup athena:ListTagsForResource
    athena:TagResource athena:UntagResource athena:UpdateWorkGroup s3:GetBucketLocation`,
  "AWS::Budgets::Budget":
    "budgets:ModifyBudget budgets:ViewBudget budgets:TagResource budgets:UntagResource budgets:ListTagsForResource",
  "AWS::CloudTrail::Trail": `cloudtrail:AddTags cloudtrail:CreateTrail cloudtrail:DeleteTrail cloudtrail:DescribeTrails
    cloudtrail:GetEventSelectors cloudtrail:GetInsightSelectors cloudtrail:GetTrail cloudtrail:GetTrailStatus cloudtrail:ListTags
    cloudtrail:PutEventSelectors cloudtrail:RemoveTags cloudtrail:StartLogging cloudtrail:StopLogging cloudtrail:UpdateTrail`,
  "AWS::CloudWatch::Alarm": `cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms cloudwatch:ListTagsForResource
    cloudwatch:PutMetricAlarm cloudwatch:TagResource cloudwatch:UntagResource`,
  "AWS::CloudWatch::Dashboard": "cloudwatch:DeleteDashboards cloudwatch:GetDashboard cloudwatch:PutDashboard",
  "AWS::DynamoDB::GlobalTable": `application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
    application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies
    application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget dynamodb:CreateTable
    dynamodb:DeleteTable dynamodb:DescribeContinuousBackups dynamodb:DescribeContributorInsights
    dynamodb:DescribeKinesisStreamingDestination dynamodb:DescribeTable dynamodb:DescribeTableReplicaAutoScaling
    dynamodb:DescribeTimeToLive dynamodb:GetResourcePolicy dynamodb:ListTagsOfResource dynamodb:TagResource
    dynamodb:UntagResource dynamodb:UpdateContinuousBackups dynamodb:UpdateContributorInsights dynamodb:UpdateTable
    dynamodb:UpdateTableReplicaAutoScaling dynamodb:UpdateTimeToLive iam:CreateServiceLinkedRole ${underTheKey}`,
  "AWS::EC2::SecurityGroup": `ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:CreateSecurityGroup
    ec2:CreateTags ec2:DeleteSecurityGroup ec2:DeleteTags ec2:DescribeSecurityGroups ec2:RevokeSecurityGroupEgress
    ec2:RevokeSecurityGroupIngress`,
  "AWS::EC2::VPCEndpoint": `ec2:CreateTags ec2:CreateVpcEndpoint ec2:DeleteTags ec2:DeleteVpcEndpoints ec2:DescribeSecurityGroups
    ec2:DescribeSubnets ec2:DescribeVpcEndpoints ec2:DescribeVpcs ec2:ModifyVpcEndpoint`,
  "AWS::Events::Rule": `events:DeleteRule events:DescribeRule events:ListTagsForResource events:ListTargetsByRule events:PutRule
    events:PutTargets events:RemoveTargets events:TagResource events:UntagResource`,
  "AWS::Glue::Database": "glue:CreateDatabase glue:DeleteDatabase glue:GetDatabase glue:UpdateDatabase",
  "AWS::Glue::Table": "glue:CreateTable glue:DeleteTable glue:GetTable glue:UpdateTable",
  "AWS::IAM::AccessKey": "iam:CreateAccessKey iam:DeleteAccessKey iam:ListAccessKeys iam:UpdateAccessKey",
  "AWS::IAM::Policy": "iam:DeleteUserPolicy iam:GetUserPolicy iam:PutUserPolicy",
  "AWS::IAM::Role": iamRole,
  "AWS::IAM::User": iamUser,
  "AWS::KMS::Alias": "kms:CreateAlias kms:DeleteAlias kms:ListAliases kms:UpdateAlias",
  "AWS::KMS::Key": `kms:CreateKey kms:DescribeKey kms:DisableKey kms:EnableKey kms:EnableKeyRotation kms:GetKeyPolicy
    kms:GetKeyRotationStatus kms:ListResourceTags kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource
    kms:UpdateKeyDescription`,
  "AWS::Kinesis::Stream": `kinesis:AddTagsToStream kinesis:CreateStream kinesis:DecreaseStreamRetentionPeriod
    kinesis:DeleteStream kinesis:DescribeStreamSummary kinesis:IncreaseStreamRetentionPeriod kinesis:ListTagsForResource
    kinesis:ListTagsForStream kinesis:RemoveTagsFromStream kinesis:StartStreamEncryption kinesis:StopStreamEncryption
    kinesis:TagResource kinesis:UntagResource kinesis:UpdateMaxRecordSize kinesis:UpdateShardCount kinesis:UpdateStreamMode
    ${underTheKey}`,
  "AWS::KinesisFirehose::DeliveryStream": `firehose:CreateDeliveryStream firehose:DeleteDeliveryStream
    firehose:DescribeDeliveryStream firehose:ListTagsForDeliveryStream firehose:StartDeliveryStreamEncryption
    firehose:StopDeliveryStreamEncryption firehose:TagDeliveryStream firehose:UntagDeliveryStream firehose:UpdateDestination
    iam:GetRole iam:PassRole ${underTheKey}`,
  "AWS::Lambda::EventSourceMapping": `lambda:CreateEventSourceMapping lambda:DeleteEventSourceMapping
    lambda:GetEventSourceMapping lambda:ListTags lambda:TagResource lambda:UntagResource lambda:UpdateEventSourceMapping`,
  "AWS::Lambda::Function": `ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
    iam:PassRole lambda:CreateFunction lambda:DeleteFunction lambda:DeleteFunctionConcurrency lambda:GetFunction
    lambda:GetFunctionCodeSigningConfig lambda:GetFunctionRecursionConfig lambda:GetRuntimeManagementConfig lambda:InvokeFunction
    lambda:ListTags lambda:PutFunctionConcurrency lambda:PutRuntimeManagementConfig lambda:TagResource lambda:UntagResource
    lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration s3:GetObject`,
  "AWS::Logs::LogGroup": `logs:AssociateKmsKey logs:CreateLogGroup logs:DeleteLogGroup logs:DeleteRetentionPolicy
    logs:DescribeLogGroups logs:DisassociateKmsKey logs:ListTagsForResource logs:PutRetentionPolicy logs:TagResource
    logs:UntagResource`,
  "AWS::Logs::LogStream": "logs:CreateLogStream logs:DeleteLogStream logs:DescribeLogStreams",
  "AWS::Logs::ResourcePolicy": "logs:DeleteResourcePolicy logs:DescribeResourcePolicies logs:PutResourcePolicy",
  "AWS::S3::Bucket": `s3:CreateBucket s3:DeleteBucket s3:GetBucketLogging s3:GetBucketOwnershipControls
    s3:GetBucketPublicAccessBlock s3:GetBucketTagging s3:GetBucketVersioning s3:GetEncryptionConfiguration
    s3:GetLifecycleConfiguration s3:ListBucket s3:PutBucketLogging s3:PutBucketOwnershipControls s3:PutBucketPublicAccessBlock
    s3:PutBucketTagging s3:PutBucketVersioning s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration`,
  "AWS::S3::BucketPolicy": "s3:DeleteBucketPolicy s3:GetBucketPolicy s3:PutBucketPolicy",
  "AWS::SNS::Subscription": "sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:Subscribe sns:Unsubscribe",
  "AWS::SNS::Topic": `sns:CreateTopic sns:DeleteTopic sns:GetDataProtectionPolicy sns:GetTopicAttributes
    sns:ListSubscriptionsByTopic sns:ListTagsForResource sns:SetTopicAttributes sns:TagResource sns:UntagResource`,
  "AWS::SNS::TopicPolicy": "sns:GetTopicAttributes sns:SetTopicAttributes",
  "AWS::Scheduler::Schedule": `iam:PassRole scheduler:CreateSchedule scheduler:DeleteSchedule scheduler:GetSchedule
    scheduler:UpdateSchedule`,
  "AWS::SecretsManager::Secret": `secretsmanager:CreateSecret secretsmanager:DeleteSecret secretsmanager:DescribeSecret
    secretsmanager:GetRandomPassword secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:TagResource
    secretsmanager:UntagResource secretsmanager:UpdateSecret ${underTheKey}`,
  // The library's provider that empties a sandbox's buckets: CloudFormation calls its function.
  "Custom::S3AutoDeleteObjects": "lambda:InvokeFunction",
  "AWS::StepFunctions::StateMachine": `iam:PassRole states:CreateStateMachine states:DeleteStateMachine states:DescribeStateMachine
    states:ListTagsForResource states:TagResource states:UntagResource states:UpdateStateMachine`,
};

export const resourceActions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(actions).map(([type, list]) => [type, list.split(/\s+/)]),
);
