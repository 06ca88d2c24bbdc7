function Get-MfaAudit {
    <#
    .SYNOPSIS
    Tells who reset multifactor authentication for whom, and when.

    .DESCRIPTION
    Get-MfaAudit reads the directory audit log and gives one object for each thing that was done to somebody's methods
    or sessions, newest first. With -Resets it gives one object for each reset: what one actor removed from one person
    in one go.

    The log lags by minutes and is kept for 7 or 30 days. -WaitUpTo asks again until it shows a reset.

    .PARAMETER User
    On whom: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN,
    Mail, Id, ObjectId and UserId; ids count only when they are GUIDs. Without it, on anybody.

    .PARAMETER Actor
    By whom: object id, user principal name, or the id of an application.

    .PARAMETER Since
    From when; seven days back when it is not given.

    .PARAMETER Until
    Until when; now when it is not given.

    .PARAMETER Limit
    At most this many records; 500 when it is not given. A warning says when there are more.

    .PARAMETER WaitUpTo
    For how long to ask again until the log shows a reset.

    .PARAMETER Resets
    Gives the resets instead of the single records.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.AuditEntry, or with -Resets GraphMfa.Reset

    .EXAMPLE
    Get-MfaAudit nora.lind@fabrikam.example

    Shows what was done to one person's methods in the last seven days.

    .EXAMPLE
    Get-MfaAudit -Resets -Since (Get-Date).AddDays(-1) | Export-Csv resets.csv -Append

    Appends yesterday's resets to an archive.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example | Get-MfaAudit -Resets -WaitUpTo 0:05:00

    Resets a person, and waits until the log tells of it.

    .LINK
    Reset-MfaUser

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.AuditEntry', 'GraphMfa.Reset')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $User,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Actor,

        [Parameter()]
        [datetime] $Since,

        [Parameter()]
        [datetime] $Until,

        [Parameter()]
        [Alias('First')]
        [ValidateRange(1, 100000)]
        [int] $Limit,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalDays -le 1 })]
        [timespan] $WaitUpTo,

        [Parameter()]
        [switch] $Resets,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        $identities = @(@{ User = $null; Target = $null; Error = $null; Ends = $false })
        if ($MyInvocation.ExpectingInput -or $PSBoundParameters.ContainsKey('User')) {
            $identities = @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)
        }
        foreach ($identity in $identities) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $request = [ordered] @{ operation = 'whoReset' }
            if ($null -ne $identity.User) { $request['user'] = $identity.User }
            if ($Actor) { $request['actor'] = $Actor }
            if ($PSBoundParameters.ContainsKey('Since')) { $request['since'] = ConvertTo-MfaInstant $Since }
            if ($PSBoundParameters.ContainsKey('Until')) { $request['until'] = ConvertTo-MfaInstant $Until }
            if ($Limit) { $request['limit'] = $Limit }
            if ($PSBoundParameters.ContainsKey('WaitUpTo')) { $request['waitUpToMs'] = [int64] $WaitUpTo.TotalMilliseconds }
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            if ($Resets) { foreach ($reset in $result.Response.resets) { ConvertTo-MfaObject $reset 'GraphMfa.Reset' } }
            else { foreach ($found in $result.Response.entries) { ConvertTo-MfaObject $found 'GraphMfa.AuditEntry' } }
            Write-MfaNote (Get-MfaField $result.Response 'notes') $identity.Target
        }
    }
}
