function Get-MfaErrorKind {
    # What PowerShell calls a code of the contract: the category, the type of the exception that "catch [type]" sees, and
    # whether the failure concerns the whole call (then it ends the pipeline) or one person (then the next one follows).
    # about_GraphMfa_Errors shows the same table.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Code
    )
    $argument = 'System.ArgumentException'
    $access = 'System.UnauthorizedAccessException'
    $signIn = 'System.Security.Authentication.AuthenticationException'
    $missing = 'System.Management.Automation.ItemNotFoundException'
    $state = 'System.InvalidOperationException'
    $web = 'System.Net.WebException'
    $row = switch ($Code) {
        'invalidInput' { 'InvalidArgument', $argument, $false; break }
        'invalidConfiguration' { 'InvalidArgument', $argument, $true; break }
        'userNotFound' { 'ObjectNotFound', $missing, $false; break }
        'userAmbiguous' { 'InvalidArgument', $argument, $false; break }
        'scopeNotFound' { 'ObjectNotFound', $missing, $false; break }
        'scopeAmbiguous' { 'InvalidArgument', $argument, $false; break }
        'applicationNotFound' { 'ObjectNotFound', $missing, $false; break }
        'applicationAmbiguous' { 'InvalidArgument', $argument, $false; break }
        'permissionUnknown' { 'ObjectNotFound', $missing, $false; break }
        'inputRefused' { 'InvalidData', $argument, $true; break }
        'tooManyPeople' { 'LimitsExceeded', $state, $true; break }
        'journalLocked' { 'ResourceBusy', $state, $true; break }
        'journalDamaged' { 'InvalidData', $state, $true; break }
        'fileFailed' { 'ResourceUnavailable', 'System.IO.IOException', $true; break }
        'methodNotFound' { 'ObjectNotFound', $missing, $false; break }
        'methodAmbiguous' { 'InvalidArgument', $argument, $false; break }
        'tenantPolicy' { 'PermissionDenied', $access, $false; break }
        'passNotPossible' { 'InvalidOperation', $state, $false; break }
        'passExists' { 'ResourceExists', $state, $false; break }
        'passLeftBehind' { 'InvalidResult', $state, $false; break }
        'userGone' { 'ObjectNotFound', $missing, $false; break }
        'guarded' { 'PermissionDenied', $access, $false; break }
        'hardwareTokenNotFound' { 'ObjectNotFound', $missing, $false; break }
        'policyRefused' { 'PermissionDenied', $access, $false; break }
        'policyInvalid' { 'InvalidOperation', $state, $true; break }
        'planOutdated' { 'InvalidOperation', $state, $false; break }
        'permissionMissing' { 'PermissionDenied', $access, $true; break }
        'notAllowed' { 'PermissionDenied', $access, $false; break }
        'tokenExpired' { 'AuthenticationError', $signIn, $true; break }
        'tokenRejected' { 'AuthenticationError', $signIn, $true; break }
        'signInAgain' { 'AuthenticationError', $signIn, $true; break }
        'wrongCloud' { 'AuthenticationError', $signIn, $true; break }
        'signInFailed' { 'AuthenticationError', $signIn, $true; break }
        'untrustedOrigin' { 'SecurityError', 'System.Security.SecurityException', $false; break }
        'throttled' { 'LimitsExceeded', $web, $false; break }
        'serviceUnavailable' { 'ResourceUnavailable', $web, $false; break }
        'network' { 'ConnectionError', $web, $false; break }
        'refused' { 'InvalidOperation', $state, $false; break }
        'unexpectedReply' { 'InvalidResult', $state, $false; break }
        'cancelled' { 'OperationStopped', 'System.OperationCanceledException', $true; break }
        'licenceMissing' { 'NotEnabled', $state, $true; break }
        'internal' { 'NotSpecified', $state, $false; break }
        'notConnected' { 'ConnectionError', $state, $true; break }
        'staleContext' { 'ConnectionError', $state, $true; break }
        'libraryNotFound' { 'ResourceUnavailable', 'System.DllNotFoundException', $true; break }
        'moduleIncomplete' { 'ResourceUnavailable', 'System.IO.IOException', $true; break }
        'libraryUnusable' { 'ResourceUnavailable', 'System.BadImageFormatException', $true; break }
        'MfaConfirmationRequired' { 'InvalidOperation', $state, $true; break }
        'MfaPlainTextRefused' { 'SecurityError', 'System.Security.SecurityException', $true; break }
        'resetPartial' { 'InvalidResult', $state, $false; break }
        'resetFailed' { 'InvalidResult', $state, $false; break }
        'revocationFailed' { 'InvalidResult', $state, $false; break }
        'runFailed' { 'InvalidResult', $state, $false; break }
        'runPartial' { 'InvalidResult', $state, $false; break }
        'runStopped' { 'OperationStopped', $state, $false; break }
        'roleChangeIncomplete' { 'InvalidResult', $state, $false; break }
        'setupIncomplete' { 'InvalidResult', $state, $false; break }
        'changeNotSeen' { 'InvalidResult', $state, $false; break }
        'revocationNotSeen' { 'InvalidResult', $state, $false; break }
        default { 'NotSpecified', $state, $false }
    }
    @{ Category = $row[0]; Exception = $row[1]; Ends = $row[2] }
}
