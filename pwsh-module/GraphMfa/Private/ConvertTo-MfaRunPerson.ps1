function ConvertTo-MfaRunPerson {
    # What came of one person of a run. The answer of the operation is in Result, as the command for one person gives it.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Person,

        [Parameter()]
        [bool] $AsPlainText,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $user = Get-MfaField $Person 'user'
    $response = Get-MfaField $Person 'response'
    $result = $null
    if ($null -ne $response) {
        $result = switch ($response.operation) {
            'reset' { ConvertTo-MfaObject $response 'GraphMfa.ResetOutcome' }
            'rescue' { ConvertTo-MfaObject $response 'GraphMfa.RescueOutcome' }
            'revokeSessions' { ConvertTo-MfaObject $response 'GraphMfa.RevokeOutcome' }
            'issuePass' { ConvertTo-MfaObject $response 'GraphMfa.IssuedPass' }
            'setPerUserState' { ConvertTo-MfaObject $response 'GraphMfa.PerUserStateOutcome' }
            'listMethods' { ConvertTo-MfaObject $response 'GraphMfa.Inspection' }
            { $_ -in 'grantRole', 'revokeRole' } { foreach ($one in $response.people) { ConvertTo-MfaRoleChange $one $response } }
        }
        if ($null -eq $user) { $user = Get-MfaField $response 'user' }
    }
    $pass = $null
    if ($null -ne (Get-MfaField $result 'TemporaryAccessPass')) {
        $result = Complete-MfaPass $result -AsPlainText $AsPlainText -DeliverPass $DeliverPass
        $pass = $result.TemporaryAccessPass
    }
    $fault = Get-MfaField $Person 'error'
    $why = $null
    if ($null -ne $fault) { $why = ConvertTo-MfaValue $fault.message }
    elseif ($Person.outcome -ne 'done') {
        $notes = Get-MfaField $result 'Notes'
        $why = @(foreach ($note in $notes) { $note.Message }) -join '; '
    }
    [pscustomobject] ([ordered] @{
            PSTypeName          = 'GraphMfa.RunPerson'
            Line                = $Person.line
            UserId              = ConvertTo-MfaValue $Person.userId
            UserPrincipalName   = ConvertTo-MfaValue (Get-MfaField $user 'userPrincipalName')
            DisplayName         = ConvertTo-MfaValue (Get-MfaField $user 'displayName')
            Outcome             = $Person.outcome
            Why                 = $why
            ErrorId             = ConvertTo-MfaValue (Get-MfaField $fault 'code')
            TemporaryAccessPass = $pass
            Result              = $result
            Error               = ConvertTo-MfaObject $fault 'GraphMfa.Error'
        })
}
