function Get-MfaAudit {
    <#
    .SYNOPSIS
    Tells who reset multifactor authentication for whom, and when.

    .DESCRIPTION
    Get-MfaAudit reads the directory audit log and gives one object for each thing that was done to somebody's methods
    or sessions, newest first. With -Resets it gives one object for each reset: what one actor removed from one person
    in one go. People who are no longer in the directory are told by what the log knows of them.

    The log lags by minutes and is kept for 7 or 30 days. -Verbose says for which time the answer is complete, a warning
    that the log does not reach back as far as was asked for. -WaitUpTo asks again until it shows a reset.

    Without -All, at most -Limit records are read and given together. With -All and with -AsCsv everything in the period is
    given while it is read, however long it is; the service allows five requests in ten seconds.

    .PARAMETER User
    On whom: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN,
    Mail, Id, ObjectId and UserId; ids count only when they are GUIDs. Without it, on anybody.

    .PARAMETER Actor
    By whom: object id or user principal name of a person; or the id or the name of an application.

    .PARAMETER Since
    From when; seven days back when it is not given.

    .PARAMETER Until
    Until when; now when it is not given.

    .PARAMETER Limit
    At most this many records; 500 when it is not given. A warning says when there are more.

    .PARAMETER WaitUpTo
    For how long to ask again until the log shows a reset.

    .PARAMETER IncludeRoleChange
    Tells of directory roles too: granted, removed, made eligible for, activated.

    .PARAMETER Journal
    What is known to have been done, and for whom: files, such as the journals of runs, which are read and checked; or objects
    or lines of JSON with the fields at, answeredAt, userId,
    action, actorId, requestId, requestedBy, ticket and run. Changes that a line surely tells of get the Origin journal and
    its RequestedBy, Ticket and Run; all others the Origin unknown.

    .PARAMETER All
    Gives everything in the period while it is read, however long it is.

    .PARAMETER AsCsv
    Gives the lines of a CSV file instead of objects, its header first. No cell of it can start a formula in a spreadsheet.

    .PARAMETER Resets
    Gives the resets instead of the single records.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.AuditEntry, with -Resets GraphMfa.Reset, with -AsCsv System.String

    .EXAMPLE
    Get-MfaAudit nora.lind@fabrikam.example

    Shows what was done to one person's methods in the last seven days.

    .EXAMPLE
    Get-MfaAudit -Resets -Since (Get-Date).AddDays(-1) | Export-Csv resets.csv -Append

    Appends yesterday's resets to an archive.

    .EXAMPLE
    Get-MfaAudit -Since (Get-Date).AddDays(-30) -AsCsv -IncludeRoleChange | Set-Content -Path audit.csv -Encoding UTF8

    Writes a month for people who open it in a spreadsheet.

    .EXAMPLE
    Get-MfaAudit -All -Journal (Get-Content journal.jsonl) | Where-Object Origin -EQ unknown

    Shows what was done to somebody's methods and is not in the journal.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example | Get-MfaAudit -Resets -WaitUpTo 0:05:00

    Resets a person, and waits until the log tells of it.

    .LINK
    Reset-MfaUser

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Limited')]
    [OutputType('GraphMfa.AuditEntry', 'GraphMfa.Reset', [string])]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string] $Actor,

        [Parameter()]
        [datetime] $Since,

        [Parameter()]
        [datetime] $Until,

        [Parameter(ParameterSetName = 'Limited')]
        [Alias('First')]
        [ValidateRange(1, 100000)]
        [int] $Limit,

        [Parameter(ParameterSetName = 'Limited')]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalDays -le 1 })]
        [timespan] $WaitUpTo,

        [Parameter()]
        [switch] $IncludeRoleChange,

        [Parameter()]
        [AllowEmptyCollection()]
        [object[]] $Journal,

        [Parameter(Mandatory, ParameterSetName = 'All')]
        [switch] $All,

        [Parameter(Mandatory, ParameterSetName = 'Csv')]
        [switch] $AsCsv,

        [Parameter(ParameterSetName = 'Limited')]
        [Parameter(ParameterSetName = 'All')]
        [switch] $Resets,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
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
            if ($IncludeRoleChange) { $request['includeRoleChanges'] = $true }
            if ($PSBoundParameters.ContainsKey('Journal')) {
                # A line is an object, or its text; anything else that is text names a file.
                $files = @($Journal | Where-Object -FilterScript { $_ -is [System.IO.FileInfo] -or ($_ -is [string] -and $_.Trim() -and $_.Trim()[0] -ne '{') })
                $lines = @($Journal | Where-Object -FilterScript { $files -notcontains $_ })
                if ($files.Count -eq 0 -or $lines.Count -gt 0) { $request['journal'] = @(ConvertTo-MfaJournal $lines) }
                if ($files.Count -gt 0) {
                    $request['journals'] = [string[]] @(foreach ($file in $files) {
                            if ($file -is [System.IO.FileInfo]) { $file.FullName }
                            else { Resolve-MfaFile $PSCmdlet $file.Trim() $resolved.Entry }
                        })
                }
            }
            if ($All) { $request['format'] = 'rows' }
            if ($AsCsv) { $request['format'] = 'csv' }
            Invoke-MfaRequest $resolved.Entry $request $identity.Target -PassPart | ForEach-Object -Process {
                if ($_.ContainsKey('Part')) { $answer = $_.Part }
                elseif ($null -ne $_.Error) {
                    Write-MfaError $PSCmdlet $_
                    return
                }
                else {
                    $answer = $_.Response
                    Write-Verbose -Message (ConvertTo-MfaValue $answer.coverage.explanation)
                    Write-MfaNote (Get-MfaField $answer 'notes') $identity.Target
                }
                $text = Get-MfaField $answer 'text'
                $found = Get-MfaField $answer 'entries'
                if ($Resets) { $found = Get-MfaField $answer 'resets' }
                $type = if ($Resets) { 'GraphMfa.Reset' } else { 'GraphMfa.AuditEntry' }
                foreach ($one in $found) { ConvertTo-MfaObject $one $type }
                if ($null -ne $text) { $text -split '\r\n' | Where-Object -FilterScript { $_ } | ForEach-Object -Process { ConvertTo-MfaValue $_ } }
            }
        }
    }
}
