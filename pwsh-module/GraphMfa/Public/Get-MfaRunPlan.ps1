function Get-MfaRunPlan {
    <#
    .SYNOPSIS
    Shows what a run would do for each person, and what it would take.

    .DESCRIPTION
    Get-MfaRunPlan reads everybody and gives for each person an object that says how many writes there are, with the plan of
    a reset, or why the person would be skipped. The last object is the plan in numbers: how many are ready, who would be
    skipped and why, which kinds of methods go, the least roles that could act, and how long it takes under the service's
    limits. Nothing is written in the tenant.

    -SavePath saves the plan. Start-MfaRun -PlanPath then does exactly that; whose methods have changed since is skipped.

    .PARAMETER User
    Whom: object ids, user principal names or addresses. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs. The columns Scope, Reason, Ticket and LifetimeMinutes of a
    row hold for that person.

    .PARAMETER Path
    A file with people: CSV with a header, or JSON lines. It is read piece by piece. Columns are found by their names, as
    the portals and Excel write them.

    .PARAMETER PlanPath
    A plan that Get-MfaRunPlan saved: its people and its operation. Whose methods have changed since is skipped.

    .PARAMETER Operation
    What is done for each person, as the command for one person does it: Reset and Rescue (Reset-MfaUser), RevokeSessions
    (Revoke-MfaSession), IssuePass (New-MfaTemporaryAccessPass), SetPerUserState (Set-MfaPerUserState), GrantRole and
    RevokeRole (Grant-MfaRole, Revoke-MfaRole), ListMethods (Get-MfaMethod), which writes nothing.

    .PARAMETER Preset
    For Reset and Rescue: NewPhone, LostPhone or Compromised, as for Reset-MfaUser.

    .PARAMETER Scope
    For Reset and Rescue: Portal, Everything, Weak, or Kinds with -Kind.

    .PARAMETER Kind
    For Reset and Rescue: the kinds that go. It implies the scope Kinds.

    .PARAMETER Keep
    For Reset and Rescue: kinds or method ids that stay, whatever the scope.

    .PARAMETER RevokeSession
    For Reset and Rescue: revokes the sign-in sessions afterwards.

    .PARAMETER LifetimeMinutes
    For Rescue and IssuePass: for how many minutes a pass can be used.

    .PARAMETER StartsAt
    For Rescue and IssuePass: from when a pass can be used. A date without a zone is local time.

    .PARAMETER UsableOnce
    For Rescue and IssuePass: a pass works only once.

    .PARAMETER Clamp
    For Rescue and IssuePass: comes as close as the tenant's policy allows.

    .PARAMETER Replace
    For IssuePass: replaces a pass that can still be used.

    .PARAMETER State
    For SetPerUserState: Disabled, Enabled or Enforced.

    .PARAMETER Role
    For GrantRole and RevokeRole: the name of the role, or its template id.

    .PARAMETER AdministrativeUnit
    For GrantRole and RevokeRole: limits the role to the members of this unit.

    .PARAMETER Duration
    For GrantRole: how long the role lasts.

    .PARAMETER Until
    For GrantRole: when the role ends.

    .PARAMETER Eligible
    For GrantRole: lets people activate the role instead of holding it.

    .PARAMETER Reason
    Why it is done, in words. A policy may demand it.

    .PARAMETER Ticket
    The number of the ticket. A policy may demand it.

    .PARAMETER RequestedBy
    On whose behalf it is done. An application must say it: the audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the callers are those people. A policy may demand it.

    .PARAMETER Strict
    Refuses the whole input when one row of it is bad. Otherwise bad rows are warnings, and left out.

    .PARAMETER MaximumPeople
    How many people it may be at most. It must be said above 50, unless a policy says it.

    .PARAMETER SavePath
    A file that does not exist yet, for Start-MfaRun -PlanPath.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.PlannedPerson for each person, then GraphMfa.RunPlan

    .EXAMPLE
    (Get-MfaRunPlan -Path people.csv -Operation Reset -Scope Weak -MaximumPeople 12000)[-1] | Format-List

    Shows the plan in numbers: how many people and writes, how long, and who would be skipped.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaRunPlan -Operation RevokeSessions | Where-Object ErrorId

    Shows who could not be helped, and why.

    .EXAMPLE
    Get-MfaRunPlan -Path people.csv -Operation Reset -SavePath plan.jsonl | Export-Csv plan.csv

    Saves the plan for Start-MfaRun, and as a table for whoever approves it.

    .LINK
    Start-MfaRun

    .LINK
    Get-MfaResetPlan

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'People')]
    [OutputType('GraphMfa.PlannedPerson', 'GraphMfa.RunPlan')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'People', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(Mandatory, ParameterSetName = 'File')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory, ParameterSetName = 'Plan')]
        [ValidateNotNullOrEmpty()]
        [string] $PlanPath,

        [Parameter(Mandatory, ParameterSetName = 'People')]
        [Parameter(Mandatory, ParameterSetName = 'File')]
        [ValidateSet('Reset', 'Rescue', 'RevokeSessions', 'IssuePass', 'SetPerUserState', 'GrantRole', 'RevokeRole', 'ListMethods')]
        [string] $Operation,

        [Parameter()]
        [ValidateSet('NewPhone', 'LostPhone', 'Compromised')]
        [string] $Preset,

        [Parameter()]
        [ValidateSet('Portal', 'Everything', 'Weak', 'Kinds')]
        [string] $Scope,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Kind,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Keep,

        [Parameter()]
        [switch] $RevokeSession,

        [Parameter()]
        [ValidateRange(1, 43200)]
        [int] $LifetimeMinutes,

        [Parameter()]
        [datetime] $StartsAt,

        [Parameter()]
        [switch] $UsableOnce,

        [Parameter()]
        [switch] $Clamp,

        [Parameter()]
        [switch] $Replace,

        [Parameter()]
        [ValidateSet('Disabled', 'Enabled', 'Enforced')]
        [string] $State,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Role @args })]
        [string] $Role,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string] $AdministrativeUnit,

        [Parameter()]
        [ValidateScript({ $_.TotalMinutes -ge 1 -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $Duration,

        [Parameter()]
        [datetime] $Until,

        [Parameter()]
        [switch] $Eligible,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [switch] $Strict,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $MaximumPeople,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $SavePath,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        # What binds from a row does not hold for all.
        $bound = @{}
        foreach ($name in $PSBoundParameters.Keys) { if ($name -ne 'User') { $bound[$name] = $PSBoundParameters[$name] } }
        $rows = New-Object 'System.Collections.Generic.List[string]'
    }
    process {
        if ($PSCmdlet.ParameterSetName -eq 'People') {
            foreach ($row in @(ConvertTo-MfaRunRow -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput)) { $rows.Add($row) }
        }
    }
    end {
        if ($PSCmdlet.ParameterSetName -eq 'People' -and $rows.Count -eq 0) { return }
        $made = New-MfaRunRequest -Operation planRun -Cmdlet $PSCmdlet -Bound $bound -Row $rows -Entry $resolved.Entry
        if ($null -ne $made.Error) { $PSCmdlet.ThrowTerminatingError($made.Error) }
        if ($SavePath) { $made.Request['file'] = Resolve-MfaFile $PSCmdlet $SavePath $resolved.Entry }
        Invoke-MfaRequest $resolved.Entry $made.Request $null -PassPart | ForEach-Object -Process {
            if (-not $_.ContainsKey('Part')) {
                if ($null -ne $_.Error) { Write-MfaError $PSCmdlet $_ }
                else {
                    ConvertTo-MfaRunSummary $_.Response 'GraphMfa.RunPlan'
                    Write-MfaNote (Get-MfaField $_.Response 'notes')
                }
            }
            elseif ($_.Part.type -eq 'badRows') { Write-MfaBadRow $_.Part.rows }
            else { foreach ($person in $_.Part.people) { ConvertTo-MfaPlannedPerson $person } }
        }
    }
}
