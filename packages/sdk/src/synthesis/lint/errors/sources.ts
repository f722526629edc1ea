const CONFIG_GUIDE = "https://docs.aws.amazon.com/config/latest/developerguide";
const CONFIG_API = "https://docs.aws.amazon.com/config/latest/APIReference";
const CLOUDFORMATION = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide";

/** Pages of AWS's documentation that the problems rest on. */
export const SOURCES = {
  customPack: `${CONFIG_GUIDE}/custom-conformance-pack.html`,
  limits: `${CONFIG_GUIDE}/configlimits.html`,
  organizationPacks: `${CONFIG_GUIDE}/conformance-pack-organization-apis.html`,
  packRemediation: `${CONFIG_GUIDE}/templateswithremediation.html`,
  remediation: `${CONFIG_GUIDE}/remediation.html`,
  managedRules: `${CONFIG_GUIDE}/managed-rules-by-aws-config.html`,
  triggers: `${CONFIG_GUIDE}/evaluate-config-rules.html`,
  resourceTypes: `${CONFIG_GUIDE}/resource-config-reference.html`,
  configRule: `${CONFIG_API}/API_ConfigRule.html`,
  source: `${CONFIG_API}/API_Source.html`,
  sourceDetail: `${CONFIG_API}/API_SourceDetail.html`,
  customPolicy: `${CONFIG_API}/API_CustomPolicyDetails.html`,
  scope: `${CONFIG_API}/API_Scope.html`,
  evaluationMode: `${CONFIG_API}/API_EvaluationModeConfiguration.html`,
  putPack: `${CONFIG_API}/API_PutConformancePack.html`,
  packParameter: `${CONFIG_API}/API_ConformancePackInputParameter.html`,
  complianceDetails: `${CONFIG_API}/API_GetComplianceDetailsByConfigRule.html`,
  remediationConfiguration: `${CONFIG_API}/API_RemediationConfiguration.html`,
  remediationParameter: `${CONFIG_API}/API_RemediationParameterValue.html`,
  staticValue: `${CONFIG_API}/API_StaticValue.html`,
  resourceValue: `${CONFIG_API}/API_ResourceValue.html`,
  cfnFormats: `${CLOUDFORMATION}/template-formats.html`,
  cfnAnatomy: `${CLOUDFORMATION}/template-anatomy.html`,
  cfnParameters: `${CLOUDFORMATION}/parameters-section-structure.html`,
  cfnConditions: `${CLOUDFORMATION}/conditions-section-structure.html`,
  cfnResources: `${CLOUDFORMATION}/resources-section-structure.html`,
  cfnDependsOn: `${CLOUDFORMATION}/aws-attribute-dependson.html`,
  cfnFunctions: `${CLOUDFORMATION}/intrinsic-function-reference.html`,
  cfnConditionFunctions: `${CLOUDFORMATION}/intrinsic-function-reference-conditions.html`,
  cfnRef: `${CLOUDFORMATION}/intrinsic-function-reference-ref.html`,
  cfnSub: `${CLOUDFORMATION}/intrinsic-function-reference-sub.html`,
  cfnConfigRule: `${CLOUDFORMATION}/aws-resource-config-configrule.html`,
  cfnRemediation: `${CLOUDFORMATION}/aws-resource-config-remediationconfiguration.html`,
  auditManager: "https://docs.aws.amazon.com/audit-manager/latest/userguide/control-data-sources-config.html",
  runbooks:
    "https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-runbook-reference.html",
} as const;
