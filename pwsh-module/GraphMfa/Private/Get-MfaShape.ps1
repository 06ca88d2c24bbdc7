function Get-MfaShape {
    # The objects that the module emits: which properties each has, and which of them are objects of the contract again.
    # Every property exists on every object, so that strict mode and tables are content.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    if ($null -eq $script:GraphMfa['Shape']) {
        $script:GraphMfa['Shape'] = @{
            # Type name -> properties as the contract spells them.
            Properties = @{
                'GraphMfa.User'          = 'id', 'userPrincipalName', 'displayName', 'mail', 'userType', 'accountEnabled', 'onPremisesSynced', 'sessionsValidFrom', 'managementRestricted'
                'GraphMfa.Method'        = 'methodId', 'kind', 'label', 'default', 'displayName', 'phoneType', 'phoneNumber', 'emailAddress', 'deviceStatus', 'model', 'isUsable', 'createdDateTime', 'lastUsedDateTime'
                'GraphMfa.MethodSummary' = 'methodId', 'kind', 'label'
                'GraphMfa.Inspection'    = 'user', 'methods', 'defaultMethod', 'systemPreferred', 'defaultUnknown', 'incompleteView', 'roles', 'standing', 'notes'
                'GraphMfa.Role'          = 'templateId', 'displayName'
                'GraphMfa.Standing'      = 'holdings', 'unread'
                'GraphMfa.Holding'       = 'kind', 'role', 'group', 'administrativeUnit', 'restricted'
                'GraphMfa.Unread'        = 'what', 'permission'
                'GraphMfa.Verdict'       = 'purpose', 'answer', 'reason', 'message', 'leastRole', 'remedy', 'missingPermissions'
                'GraphMfa.LeastRole'     = 'role', 'administrativeUnit'
                'GraphMfa.Plan'          = 'preset', 'scope', 'revokeSessions', 'issuePass', 'steps', 'stays', 'requests', 'fingerprint', 'plannedBy', 'notes'
                'GraphMfa.PlanStep'      = 'step', 'action', 'methodId', 'kind', 'defaultMethod', 'label', 'reason'
                'GraphMfa.Stay'          = 'methodId', 'kind', 'label', 'reason'
                'GraphMfa.RequestCount'  = 'writes', 'reads'
                'GraphMfa.Note'          = 'code', 'message', 'remedy'
                'GraphMfa.ResetOutcome'  = 'outcome', 'plan', 'steps', 'methodsBefore', 'methodsAfter', 'verifiedAt', 'sessionsRevoked', 'sessionsValidFrom', 'notes', 'requestsSent', 'startedAt', 'finishedAt', 'why', 'errorId', 'error', 'requestIds', 'line'
                'GraphMfa.StepResult'    = 'step', 'action', 'methodId', 'kind', 'label', 'status', 'refusals', 'requestId', 'at', 'error'
                'GraphMfa.RevokeOutcome' = 'outcome', 'sessionsRevoked', 'sessionsValidFrom', 'requestId', 'notes', 'why', 'errorId', 'error', 'requestIds', 'line'
                'GraphMfa.IssuedPass'    = 'outcome', 'temporaryAccessPass', 'pass', 'replaced', 'requestId', 'notes', 'why', 'errorId', 'error', 'requestIds', 'line'
                'GraphMfa.PassReport'    = 'pass', 'policy'
                'GraphMfa.PassRemoval'   = 'removed', 'pass', 'notes'
                'GraphMfa.Pass'          = 'methodId', 'usable', 'usability', 'startsAt', 'endsAt', 'lifetimeMinutes', 'usableOnce'
                'GraphMfa.PassPolicy'    = 'enabled', 'minimumLifetimeMinutes', 'maximumLifetimeMinutes', 'defaultLifetimeMinutes', 'usableOnce'
                'GraphMfa.RescueOutcome' = 'outcome', 'passStatus', 'temporaryAccessPass', 'pass', 'plan', 'steps', 'methodsBefore', 'methodsAfter', 'verifiedAt', 'sessionsRevoked', 'sessionsValidFrom', 'notes', 'requestsSent', 'startedAt', 'finishedAt', 'why', 'errorId', 'error', 'requestIds', 'line'
                'GraphMfa.PerUserState'  = 'state', 'meaning', 'notes'
                'GraphMfa.PerUserStateOutcome' = 'outcome', 'asked', 'before', 'state', 'meaning', 'written', 'weakened', 'requestId', 'verifiedAt', 'notes', 'why', 'errorId', 'error', 'requestIds', 'line'
                'GraphMfa.PhoneOutcome'  = 'outcome', 'change', 'phoneType', 'methodId', 'before', 'number', 'smsSignInState', 'requestId', 'verifiedAt', 'notes'
                'GraphMfa.TokenOutcome'  = 'outcome', 'written', 'statusBefore', 'token', 'requestId', 'verifiedAt', 'notes'
                'GraphMfa.PolicyCheck'   = 'valid', 'errors', 'says'
                'GraphMfa.PolicyFault'   = 'field', 'message'
                'GraphMfa.HardwareToken' = 'tokenId', 'serialNumber', 'status', 'state', 'assignedTo', 'displayName', 'manufacturer', 'model', 'hashFunction', 'timeIntervalInSeconds'
                'GraphMfa.TokenHolder'   = 'id', 'displayName'
                'GraphMfa.AuditEntry'    = 'auditId', 'at', 'action', 'description', 'actor', 'target', 'result', 'role', 'origin', 'requestedBy', 'ticket', 'run', 'changes', 'correlationId', 'shadowAuditIds'
                'GraphMfa.AuditActor'    = 'kind', 'id', 'userPrincipalName', 'displayName', 'appId', 'inDirectory', 'label'
                'GraphMfa.AuditTarget'   = 'id', 'userPrincipalName', 'displayName', 'inDirectory', 'label'
                'GraphMfa.AuditChange'   = 'property', 'before', 'after'
                'GraphMfa.Reset'         = 'at', 'actor', 'target', 'methodsDeleted', 'byPortalButton', 'sessionsRevoked', 'auditIds'
                'GraphMfa.RegistrationSummary' = 'people', 'capable', 'notCapable', 'passwordless', 'administrators', 'administratorsNotCapable', 'guests', 'unknown', 'unknownDisabled', 'unknownNew', 'byMethod', 'byDefault', 'oldest', 'newest', 'freshness', 'notes'
                'GraphMfa.ReportCount'   = 'name', 'people'
                'GraphMfa.SignIn'        = 'signedInAs', 'id', 'userPrincipalName', 'appId', 'appDisplayName', 'tenantId', 'tenantDisplayName', 'cloud', 'expiresAt', 'roles', 'permissions', 'gap'
                'GraphMfa.PermissionGap' = 'missing', 'missingRoles', 'unneeded'
                'GraphMfa.Permission'    = 'operation', 'permissions', 'roles'
                'GraphMfa.Need'          = 'what', 'anyOf'
                'GraphMfa.RoleNeed'      = 'what', 'anyOf'
                'GraphMfa.RoleDescription' = 'templateId', 'displayName', 'actions', 'actsOn', 'grantable', 'canBeScoped', 'readFromTenant'
                'GraphMfa.RoleAction'    = 'action', 'meaning'
                'GraphMfa.RoleAssignment' = 'assignmentId', 'role', 'principal', 'through', 'administrativeUnit', 'directoryScopeId', 'kind', 'activated', 'from', 'until'
                'GraphMfa.RoleChange'    = 'asked', 'principal', 'status', 'until', 'goes', 'stays', 'requestId', 'error', 'notes'
                'GraphMfa.ApplicationSetup' = 'displayName', 'outcome', 'kind', 'managedIdentity', 'clientId', 'tenantId', 'applicationId', 'servicePrincipalId', 'permissions', 'superfluous', 'roles', 'consentUrl', 'steps', 'validateOnly', 'written', 'notes', 'requestsSent'
                'GraphMfa.SetupStep'     = 'action', 'subject', 'status', 'requestId', 'error'
                'GraphMfa.Principal'     = 'id', 'kind', 'displayName', 'userPrincipalName'
                'GraphMfa.AdministrativeUnit' = 'id', 'displayName'
                'GraphMfa.AdministrativeUnitInfo' = 'unitId', 'displayName', 'managementRestricted'
                'GraphMfa.RunSummary'    = 'run', 'status', 'exitCode', 'stopped', 'people', 'done', 'partial', 'failed', 'skipped', 'unfinished', 'badRows', 'reasons', 'requestsSent', 'throttled', 'startedAt', 'finishedAt', 'file', 'head', 'error', 'notes'
                'GraphMfa.RunPlan'       = 'estimate', 'ready', 'nothingToDo', 'refused', 'roles', 'kinds', 'badRows', 'file', 'notes'
                'GraphMfa.RunEstimate'   = 'people', 'writes', 'requests', 'durationMs', 'quota', 'peopleRead'
                'GraphMfa.RunCount'      = 'what', 'meaning', 'count'
                'GraphMfa.JournalReport' = 'intact', 'firstBadLine', 'problem', 'lines', 'head', 'run', 'startedAt', 'endedAt', 'people', 'done', 'partial', 'failed', 'skipped', 'finished', 'unfinished'
                'GraphMfa.Error'         = 'code', 'message', 'subject', 'remedy', 'status', 'serviceCode', 'serviceMessage', 'requestId', 'clientRequestId', 'retryAfterMs', 'aadsts'
            }
            # Type name and property -> type of the object, or of each object of the list, that stands there.
            Children   = @{
                'GraphMfa.Inspection'    = @{ user = 'GraphMfa.User'; methods = 'GraphMfa.Method'; roles = 'GraphMfa.Role'; standing = 'GraphMfa.Standing'; notes = 'GraphMfa.Note' }
                'GraphMfa.Standing'      = @{ holdings = 'GraphMfa.Holding'; unread = 'GraphMfa.Unread' }
                'GraphMfa.Holding'       = @{ role = 'GraphMfa.Role' }
                'GraphMfa.Verdict'       = @{ leastRole = 'GraphMfa.LeastRole'; missingPermissions = 'GraphMfa.Need' }
                'GraphMfa.LeastRole'     = @{ role = 'GraphMfa.Role' }
                'GraphMfa.Plan'          = @{ steps = 'GraphMfa.PlanStep'; stays = 'GraphMfa.Stay'; requests = 'GraphMfa.RequestCount'; notes = 'GraphMfa.Note' }
                'GraphMfa.ResetOutcome'  = @{ error = 'GraphMfa.Error'; plan = 'GraphMfa.Plan'; steps = 'GraphMfa.StepResult'; methodsBefore = 'GraphMfa.MethodSummary'; methodsAfter = 'GraphMfa.MethodSummary'; notes = 'GraphMfa.Note' }
                'GraphMfa.StepResult'    = @{ error = 'GraphMfa.Error' }
                'GraphMfa.RevokeOutcome' = @{ error = 'GraphMfa.Error'; notes = 'GraphMfa.Note' }
                'GraphMfa.PerUserState'  = @{ notes = 'GraphMfa.Note' }
                'GraphMfa.PerUserStateOutcome' = @{ error = 'GraphMfa.Error'; notes = 'GraphMfa.Note' }
                'GraphMfa.PhoneOutcome'  = @{ notes = 'GraphMfa.Note' }
                'GraphMfa.TokenOutcome'  = @{ token = 'GraphMfa.HardwareToken'; notes = 'GraphMfa.Note' }
                'GraphMfa.PolicyCheck'   = @{ errors = 'GraphMfa.PolicyFault' }
                'GraphMfa.HardwareToken' = @{ assignedTo = 'GraphMfa.TokenHolder' }
                'GraphMfa.IssuedPass'    = @{ error = 'GraphMfa.Error'; pass = 'GraphMfa.Pass'; notes = 'GraphMfa.Note' }
                'GraphMfa.PassReport'    = @{ pass = 'GraphMfa.Pass'; policy = 'GraphMfa.PassPolicy' }
                'GraphMfa.PassRemoval'   = @{ pass = 'GraphMfa.Pass'; notes = 'GraphMfa.Note' }
                'GraphMfa.RescueOutcome' = @{ error = 'GraphMfa.Error'; pass = 'GraphMfa.Pass'; plan = 'GraphMfa.Plan'; steps = 'GraphMfa.StepResult'; methodsBefore = 'GraphMfa.MethodSummary'; methodsAfter = 'GraphMfa.MethodSummary'; notes = 'GraphMfa.Note' }
                'GraphMfa.SignIn'        = @{ roles = 'GraphMfa.Role'; gap = 'GraphMfa.PermissionGap' }
                'GraphMfa.PermissionGap' = @{ missing = 'GraphMfa.Need'; missingRoles = 'GraphMfa.RoleNeed' }
                'GraphMfa.Permission'    = @{ permissions = 'GraphMfa.Need'; roles = 'GraphMfa.RoleNeed' }
                'GraphMfa.RoleNeed'      = @{ anyOf = 'GraphMfa.Role' }
                'GraphMfa.RoleDescription' = @{ actions = 'GraphMfa.RoleAction' }
                'GraphMfa.RoleAssignment' = @{ role = 'GraphMfa.Role'; principal = 'GraphMfa.Principal'; through = 'GraphMfa.Principal'; administrativeUnit = 'GraphMfa.AdministrativeUnit' }
                'GraphMfa.RoleChange'    = @{ principal = 'GraphMfa.Principal'; goes = 'GraphMfa.RoleAssignment'; stays = 'GraphMfa.RoleAssignment'; error = 'GraphMfa.Error'; notes = 'GraphMfa.Note' }
                'GraphMfa.ApplicationSetup' = @{ roles = 'GraphMfa.Role'; steps = 'GraphMfa.SetupStep'; notes = 'GraphMfa.Note' }
                'GraphMfa.SetupStep'     = @{ error = 'GraphMfa.Error' }
                'GraphMfa.RunSummary'    = @{ reasons = 'GraphMfa.RunCount'; error = 'GraphMfa.Error'; notes = 'GraphMfa.Note' }
                'GraphMfa.RunPlan'       = @{ estimate = 'GraphMfa.RunEstimate'; refused = 'GraphMfa.RunCount'; roles = 'GraphMfa.RunCount'; kinds = 'GraphMfa.RunCount'; notes = 'GraphMfa.Note' }
                'GraphMfa.AuditEntry'    = @{ actor = 'GraphMfa.AuditActor'; target = 'GraphMfa.AuditTarget'; changes = 'GraphMfa.AuditChange' }
                'GraphMfa.RegistrationSummary' = @{ byMethod = 'GraphMfa.ReportCount'; byDefault = 'GraphMfa.ReportCount'; notes = 'GraphMfa.Note' }
                'GraphMfa.Reset'         = @{ actor = 'GraphMfa.AuditActor'; target = 'GraphMfa.AuditTarget' }
            }
            # Lists that the contract leaves out when they are empty. Methods that were not read afterwards are none of them:
            # nobody knows what is left.
            Lists      = 'notes', 'changes', 'shadowAuditIds', 'unread', 'missingPermissions', 'goes', 'stays', 'requestIds', 'steps', 'methodsBefore', 'superfluous'
            # Texts that are instants.
            Instants   = 'at', 'createdDateTime', 'endedAt', 'endsAt', 'expiresAt', 'finishedAt', 'lastUsedDateTime', 'newest', 'oldest', 'sessionsValidFrom', 'startedAt', 'startsAt', 'verifiedAt', 'from', 'until'
            # Objects whose person stands beside their other properties: UserId, UserPrincipalName, DisplayName.
            Flat       = 'GraphMfa.Plan', 'GraphMfa.ResetOutcome', 'GraphMfa.RevokeOutcome', 'GraphMfa.IssuedPass', 'GraphMfa.PassReport', 'GraphMfa.PassRemoval', 'GraphMfa.RescueOutcome', 'GraphMfa.PerUserState', 'GraphMfa.PerUserStateOutcome', 'GraphMfa.PhoneOutcome', 'GraphMfa.TokenOutcome'
            # Objects that tell whose they are, so that they pipe on.
            Owned      = 'GraphMfa.Method', 'GraphMfa.MethodSummary', 'GraphMfa.PlanStep', 'GraphMfa.Stay', 'GraphMfa.StepResult', 'GraphMfa.Verdict'
            # Objects with texts beside their objects and lists.
            Told       = 'GraphMfa.Plan', 'GraphMfa.ResetOutcome', 'GraphMfa.RescueOutcome', 'GraphMfa.IssuedPass', 'GraphMfa.PassReport', 'GraphMfa.HardwareToken', 'GraphMfa.AuditEntry', 'GraphMfa.ApplicationSetup', 'GraphMfa.Permission', 'GraphMfa.RoleDescription', 'GraphMfa.RoleAssignment', 'GraphMfa.RoleChange'
        }
    }
    $script:GraphMfa['Shape']
}
